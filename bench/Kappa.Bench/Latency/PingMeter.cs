using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Writes records at a steady pace and takes the time until their results can be read.</summary>
internal sealed class PingMeter(BenchSite site, string input, string output, BenchOptions options)
{
    private const int WarmUpShare = 10;
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <param name="records">Records to write.</param>
    /// <param name="recordsPerSecond">Their pace.</param>
    /// <param name="groups">Groups that they belong to.</param>
    /// <param name="engine">Ends before it is stopped only where it fails; its error is thrown.</param>
    /// <param name="patience">How long to wait for the last results.</param>
    public LatencyBenchResult Measure(
        int records, int recordsPerSecond, int groups, Task engine, TimeSpan patience)
    {
        // Another connection: a reader elsewhere learns nothing from the one that the engine commits on.
        ILog client = site.Reach();
        var board = new PingBoard(groups);
        var reader = new PingReader(client, output, board, Time, records / WarmUpShare);
        var writer = new PingWriter(client, input, board, Time, options);
        using var stop = new CancellationTokenSource();
        bool isLast = false;
        Task reading = Task.Factory.StartNew(
            () => reader.Run(() => Volatile.Read(ref isLast), stop.Token), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        writer.Run(records, recordsPerSecond, groups);
        Volatile.Write(ref isLast, true);
        stop.CancelAfter(patience);
        Task first = Task.WhenAny(reading, engine).GetAwaiter().GetResult();
        stop.CancelAfter(first == engine ? TimeSpan.Zero : patience);
        first.GetAwaiter().GetResult();
        reading.GetAwaiter().GetResult();
        LatencySample sample = reader.Sample;
        return new LatencyBenchResult(
            options.Log, recordsPerSecond, sample.Count, sample.Percentile(50), sample.Percentile(99),
            sample.Percentile(100), writer.Sample.Percentile(50), board.Wrong);
    }
}
