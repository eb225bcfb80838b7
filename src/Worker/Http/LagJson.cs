using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Worker;

/// <summary>How far versions are behind, which the log has to be asked for: with a limit, and with its age.</summary>
internal static class LagJson
{
    /// <summary>
    /// An answer waits no longer for a log that does not answer, such as a cluster that is away; a log that does takes
    /// milliseconds.
    /// </summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    /// <summary>Lets the log be asked for several engines at once, before they are written.</summary>
    public static Task ReadAsync(IEnumerable<IRunningVersion?> engines, CancellationToken cancellationToken) =>
        Task.WhenAll(engines.OfType<IRunningVersion>().Select(
            engine => engine.Lag.ReadAsync(Deadline, cancellationToken)));

    /// <summary>Writes how far behind it was, and how long ago.</summary>
    public static void Write(Utf8JsonWriter writer, string name, EngineLag lag, TimeProvider time)
    {
        writer.WriteNumber(name, lag.Records);
        WriteAge(writer, lag.ReadAt, time);
    }

    /// <summary>Writes how long ago the log was asked.</summary>
    public static void WriteAge(Utf8JsonWriter writer, DateTimeOffset readAt, TimeProvider time) => writer.WriteNumber(
        "lagAgeMs", (long)Math.Max(0, (time.GetUtcNow() - readAt).TotalMilliseconds));
}
