using System.Globalization;
using Kappa.Engine;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>How a version stands at the moment of a scrape.</summary>
/// <param name="Status">What is known of it.</param>
/// <param name="Running">The version where it runs; null otherwise.</param>
/// <param name="Measures">What it has done.</param>
/// <param name="IsLive">Whether it is the live one.</param>
/// <param name="Lag">How far it is behind its sources, in event time; null where nobody can say.</param>
internal sealed record VersionReading(
    VersionStatus Status, IRunningVersion? Running, EngineMeasures Measures, bool IsLive, TimeSpan? Lag)
{
    public string Topology => Status.Record.Topology;

    public string Version { get; } = Status.Record.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The state that people see: a live version that an error has stopped is stopped.</summary>
    public VersionState State => Status.Error is not null && Status.Record.State == VersionState.Live
        ? VersionState.Stopped : Status.Record.State;

    /// <summary>Reads it, and lets the log be asked meanwhile, so that the next scrape knows more.</summary>
    public static VersionReading Of(TopologyVersions versions, VersionRecord record, TimeProvider time)
    {
        IRunningVersion? running = versions.Find(record.Version);
        IRunningVersion? live = versions.Live;
        running?.Lag.Refresh();
        return new VersionReading(
            versions.Status(record.Version), running, running?.Measures ?? EngineMeasures.None,
            running is not null && running == live, running is null ? null : LagOf(running, live, time));
    }

    /// <summary>
    /// Event time between what is committed and what there is: for the live version the present, as long as it is
    /// behind; for one that follows, where the live one stands.
    /// </summary>
    private static TimeSpan? LagOf(IRunningVersion running, IRunningVersion? live, TimeProvider time)
    {
        Cut cut = running.Status.Cut;
        if (running == live || live is null)
        {
            return running.Lag.Last.Records == 0 ? TimeSpan.Zero
                : cut.Number == 0 ? null : Between(cut, time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        Cut ahead = live.Status.Cut;
        return ahead.Number <= cut.Number ? TimeSpan.Zero : cut.Number == 0 ? null : Between(cut, ahead.EventTimeMs);
    }

    private static TimeSpan Between(Cut cut, long untilMs) =>
        TimeSpan.FromMilliseconds(Math.Max(0, (double)untilMs - cut.EventTimeMs));
}
