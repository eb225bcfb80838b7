using System.Diagnostics;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>
/// Runs benchmarks on the embedded log with production defaults: real files, fsync, RocksDB, exactly-once.
/// </summary>
public static class Benchmark
{
    /// <summary>The benchmarks there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["read", "count", "rekey-count"];

    /// <summary>Runs one benchmark.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">What it runs over.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static BenchResult Run(string name, BenchOptions options, Action<string>? report = null) =>
        BenchDirectory.Use(options, log => Measure(name, options, log, report));

    private static BenchResult Measure(string name, BenchOptions options, EmbeddedLog log, Action<string>? report)
    {
        report?.Invoke($"generating {options.Records:N0} records");
        var generator = new Generator(options);
        generator.Fill(log);
        report?.Invoke("bare reader");
        ReaderRun(log, options);
        (double readerRate, double readerAllocated) = ReaderRun(log, options);
        if (name == "read")
        {
            return new BenchResult(name, options.Records, 0, readerRate, readerRate, 1, readerAllocated, 0);
        }

        int[] expected = name == "count" ? generator.Counts : generator.ValueCounts;
        double? largeSlices = null;
        long largeWrong = 0;
        Topology topology = BenchTopologies.Build(name);
        if (options.SliceRecords > 0)
        {
            // The same over large slices first, in the same run: machines are noisy, and only so the two compare.
            report?.Invoke($"{name} over large slices");
            Topology large = BenchTopologies.Build($"{name}-large");
            (largeSlices, _, largeWrong) = EngineRun(log, large, options with { SliceRecords = 0 }, expected);
            report?.Invoke($"recording cuts of {options.SliceRecords} records");
            FineCuts.Write(
                log, topology.Name, [new SourceTopic(Generator.Topic, options.Partitions)], options.SliceRecords);
        }

        report?.Invoke(name);
        (double rate, double allocated, long wrong) = EngineRun(log, topology, options, expected);
        return new BenchResult(
            name, options.Records, options.SliceRecords, rate, readerRate, rate / readerRate, allocated,
            wrong + largeWrong)
        {
            LargeSlicesRecordsPerSecond = largeSlices,
        };
    }

    private static (double Rate, double Allocated) ReaderRun(EmbeddedLog log, BenchOptions options)
    {
        long allocatedBefore = 0;
        long records = 0;
        long bytes = 0;
        long start = Stopwatch.GetTimestamp();
        for (int partition = 0; partition < options.Partitions; partition++)
        {
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(Generator.Topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                bytes += cursor.Key.Length + cursor.Value.Length;
                if (++records == options.Records / 2)
                {
                    allocatedBefore = GC.GetTotalAllocatedBytes();
                }
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double allocated = (GC.GetTotalAllocatedBytes() - allocatedBefore) / (options.Records / 2.0);
        return records == options.Records && bytes > 0
            ? (records / seconds, allocated)
            : throw new InvalidOperationException($"The reader found {records} of {options.Records} records.");
    }

    private static (double Rate, double Allocated, long Wrong) EngineRun(
        EmbeddedLog log, Topology topology, BenchOptions options, int[] expected)
    {
        using StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings
        {
            StateDirectory = Path.Combine(options.Directory, "state"),
            Threads = options.Threads,
            Mode = options.SliceRecords > 0 ? EngineMode.Follow : EngineMode.Live,
            OutputPrefix = "bench.",
        });
        long allocatedBefore = 0;
        long recordsBefore = 0;
        long start = Stopwatch.GetTimestamp();
        while (engine.RunOnce())
        {
            long processed = engine.RecordsProcessed;
            if (recordsBefore == 0 && processed >= options.Records / 2)
            {
                (allocatedBefore, recordsBefore) = (GC.GetTotalAllocatedBytes(), processed);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double allocated = (GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)(options.Records - recordsBefore);
        return (options.Records / seconds, allocated, CountWrong(engine, expected));
    }

    private static long CountWrong(StreamEngine engine, int[] expected)
    {
        var serde = new BenchKeySerde();
        Dictionary<(ulong, ulong), int> left = [];
        for (int n = 0; n < expected.Length; n++)
        {
            if (expected[n] > 0)
            {
                BenchKey benchKey = BenchKey.Of(n);
                left.Add((benchKey.High, benchKey.Low), expected[n]);
            }
        }

        long wrong = 0;
        using StoreView view = engine.OpenStore(BenchTopologies.Store);
        foreach ((byte[] rowKey, byte[] value, long _) in view.ScanBytes())
        {
            BenchKey found = serde.Deserialize(rowKey);
            long count = Serdes.Int64.Deserialize(value);
            wrong += left.Remove((found.High, found.Low), out int known) && known == count ? 0 : 1;
        }

        return wrong + left.Count;
    }
}
