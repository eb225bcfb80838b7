using System.Globalization;

namespace Kappa.Cli;

/// <summary>How far records of a file are, as a line for a log: fields and values, no escape codes.</summary>
internal static class ProgressLine
{
    /// <summary>Gives the line.</summary>
    /// <param name="now">The time.</param>
    /// <param name="topic">Where the records go.</param>
    /// <param name="records">How many are through.</param>
    /// <param name="share">How much of the file is, from 0 to 1; null where nobody knows.</param>
    /// <param name="seconds">What it took.</param>
    /// <param name="phase">What is being done, where that is not the reading of a file.</param>
    public static string Of(
        DateTimeOffset now, string topic, long records, double? share, double seconds, string? phase = null)
    {
        (string percent, string eta) = ("unknown", "unknown");
        if (share is > 0 and { } done)
        {
            percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(done * 1_000) / 10:0.0}");
            eta = string.Create(CultureInfo.InvariantCulture, $"{seconds * (1 - done) / done:0}s");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"time={now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} topic={topic} " +
            $"{(phase is null ? "" : $"phase={phase} ")}" +
            $"records={records} percent={percent} rate={records / seconds:0} eta={eta}");
    }
}
