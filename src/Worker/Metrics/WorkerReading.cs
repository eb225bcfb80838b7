using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>How a worker stands at the moment of a scrape.</summary>
/// <param name="IsReady">Whether all its topologies run.</param>
/// <param name="Versions">Its versions that have data.</param>
/// <param name="Differences">The last comparison of each topology.</param>
/// <param name="Requests">What was asked over HTTP.</param>
/// <param name="Log">What its own log has done; null on a cluster, or while it starts.</param>
/// <param name="StateBytes">Memory of RocksDB; null while it starts.</param>
/// <param name="FreeBytes">Room on the disk of the data directory.</param>
internal sealed record WorkerReading(
    bool IsReady, IReadOnlyList<VersionReading> Versions, IReadOnlyList<LastDiff> Differences,
    IReadOnlyList<RequestCount> Requests, LogMeasures? Log, long? StateBytes, long? FreeBytes)
{
    public static WorkerReading Of(WorkerState state, RequestMeter requests) => new(
        state.IsReady,
        [.. state.Hosted.SelectMany(versions => versions.Records.Where(record => record.HasData)
            .Select(record => VersionReading.Of(versions, record, state.Time)))],
        state.Differences.All, requests.Read(), (state.LogIfOpen as EmbeddedLog)?.Measures, state.StateBytes,
        FreeOf(state.Directory));

    private static long? FreeOf(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
