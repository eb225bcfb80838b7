using System.Globalization;
using System.Runtime.CompilerServices;
using Kappa.Bench;

namespace Kappa.Cli;

/// <summary>Tells in text what was measured.</summary>
internal sealed class BenchReport(CliContext context)
{
    public void Print(ReadResult result)
    {
        Line($"read ({Name(result.Log)}, {result.Compression}): {result.RecordsPerSecond / 1e6:F2} million records a " +
            $"second, {result.BytesPerSecond / 1e6:F0} MB/s; {result.AllocatedBytesPerRecord:F3} bytes allocated a " +
            $"record; {result.WrongResults} wrong results");
        if (result.CompressionRatio is { } compression)
        {
            Line($"{compression:F2} bytes of keys and values to a byte of the log");
        }

        Line($"{result.Ratio:F3} of the limit of the same run, {result.LimitRecordsPerSecond / 1e6:F2} million: " +
            $"{result.Limit}");
    }

    public void Print(AppendResult result)
    {
        Line($"append ({Name(result.Log)}, {result.Compression}): {result.BytesPerSecond / 1e6:F0} MB/s, " +
            $"{result.RecordsPerSecond / 1e6:F2} million records a second in {result.Commits} commits, p50 " +
            $"{result.P50Ms:F2} ms, p99 {result.P99Ms:F2} ms; with filling the buffers " +
            $"{result.FillingRecordsPerSecond / 1e6:F2} million; {result.AllocatedBytesPerRecord:F3} bytes " +
            $"allocated a record; {result.WrongResults} wrong results");
        if (result.Ratio is { } ratio)
        {
            Line($"{ratio:F3} of bare writes of the same bytes in the same run, " +
                $"{result.BareBytesPerSecond / 1e6:F0} MB/s, p50 {result.BareP50Ms:F2} ms");
        }
    }

    public void Print(TransactionResult result)
    {
        TextTable.Write(
            context,
            [">Producers", ">Partitions", ">Records in each", ">Commits/s", ">p50 ms", ">p99 ms", ">Wrong results"],
            result.Rows.Select(row => new[]
            {
                Text($"{row.Producers}"), Text($"{row.Partitions}"), Text($"{row.Records}"),
                Text($"{row.CommitsPerSecond:F0}"), Text($"{row.P50Ms:F2}"), Text($"{row.P99Ms:F2}"),
                Text($"{row.WrongResults}"),
            }));
        if (result.BareSyncP50Ms is { } sync)
        {
            Line($"A bare write of 4 KB with its sync takes {sync:F2} ms here (p50).");
        }
    }

    public void Print(SnapshotBenchResult result)
    {
        TextTable.Write(
            context, ["Format", "Step", ">Rows/s", ">Of parsing", ">Rows/s of CPU time", ">Of parsing by CPU"],
            result.Steps.Select(step => new[]
            {
                step.Format, step.Name, Text($"{step.RowsPerSecond:N0}"), Text($"{step.Ratio:F2}"),
                Text($"{step.RowsPerCpuSecond:N0}"), Text($"{step.CpuRatio:F2}"),
            }));
        Line($"The table after {result.AsOf.Snapshots} snapshots, of {result.AsOf.Records:N0} records: " +
            $"{result.AsOf.RecordsPerSecond:N0} records a second, {result.AsOf.RecordsPerCpuSecond:N0} of CPU time; " +
            $"{result.WrongResults} wrong results");
    }

    public void Print(LatencyBenchResult result) =>
        Line($"latency ({Name(result.Log)}): p50 {result.P50Ms:F2} ms, p99 {result.P99Ms:F2} ms, most " +
            $"{result.MostMs:F2} ms from record to result, over {result.Records} records at " +
            $"{result.RecordsPerSecond} a second (of that until acknowledged: p50 {result.AppendP50Ms:F2} ms); " +
            $"{result.WrongResults} wrong results");

    public void Print(BenchResult result)
    {
        Line($"{result.Name}: {result.RecordsPerSecond / 1e6:F2} million records a second, " +
            $"{result.RecordsPerCpuSecond / 1e6:F3} million a second of CPU time, " +
            $"{result.Ratio:F3} of the bare reader's {result.ReaderRecordsPerSecond / 1e6:F1}; " +
            $"{result.CpuRatio:F3} by CPU time; {result.AllocatedBytesPerRecord:F3} bytes allocated a record; " +
            $"{result.PeakMemoryBytes >> 20} MB at most; {result.WrongResults} wrong results");
        if (result.LargeSlicesRecordsPerSecond is { } large)
        {
            Line($"{result.RecordsPerSecond / large:F2} of the rate over large slices in the same run, " +
                $"{large / 1e6:F2} million a second");
        }
    }

    public void Print(ReplayBenchResult result)
    {
        double toReader = result.CoarseRecordsPerSecond / result.ReaderRecordsPerSecond;
        double toPlain = result.CoarseRecordsPerSecond / result.PlainRecordsPerSecond;
        double fineToCoarse = result.FineRecordsPerSecond / result.CoarseRecordsPerSecond;
        Line($"replay: {result.CoarseRecordsPerSecond / 1e6:F2} million records a second, {toReader:F3} of the bare " +
            $"reader's, {toPlain:F2} of a live engine alone; over cuts of {result.FineSliceRecords} records " +
            $"{result.FineRecordsPerSecond / 1e6:F2} million, {fineToCoarse:F2} of that; " +
            $"{result.WrongRows} wrong rows");
        Print("without a replay", result.Idle);
        Print("beside one at full demand", result.FullDemand);
        Print("beside one with --throttle auto", result.Auto);
    }

    private void Print(string when, LatencyResult latency)
    {
        string replay = latency.ReplayRecordsPerSecond <= 0 ? ""
            : Text($"; the replay did {latency.ReplayRecordsPerSecond / 1e6:F2} million records a second");
        Line($"latency of the live version {when}: p50 {latency.P50Ms:F2} ms, p99 {latency.P99Ms:F2} ms{replay}");
    }

    private static string Name(BenchLogKind log) => log.ToString().ToLowerInvariant();

    private void Line(ref DefaultInterpolatedStringHandler text) => context.Out.WriteLine(text.ToStringAndClear());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
