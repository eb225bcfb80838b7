using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>How far a foreign version is behind: it asks the log whenever it is asked.</summary>
internal sealed class ForeignLag(ILog log, Func<ForeignState> committed) : IVersionLag
{
    public EngineLag Last
    {
        get
        {
            long[] ends = [.. Enumerable.Range(0, VersionsFixture.Partitions)
                .Select(partition => log.Offsets(new TopicPartition(Totals.Input, partition)).LastStable)];
            return new EngineLag(
                ends.Zip(committed().Ends, (end, at) => Math.Max(0, end - at)).Sum(), DateTimeOffset.UnixEpoch,
                ForeignVersion.ByPartition(ends));
        }
    }

    public IReadOnlyDictionary<string, long> Starts { get; } =
        ForeignVersion.ByPartition(new long[VersionsFixture.Partitions]);

    public void Refresh()
    {
    }

    public Task<EngineLag> ReadAsync(TimeSpan deadline, CancellationToken cancellationToken) => Task.FromResult(Last);
}
