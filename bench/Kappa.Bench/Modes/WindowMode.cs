using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>A count by key and tumbling window: each update, or once when the window closes.</summary>
/// <remarks>Ten windows over the run, so that they close while it goes on.</remarks>
internal sealed class WindowMode(BenchSite site, BenchOptions options, WindowKind kind) : TalliedMode(site, options)
{
    private const int Windows = 10;

    private long SizeMs => Math.Max(1, Options.Records / Windows);

    protected override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder)
    {
        TimeWindows windows = TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(SizeMs));
        TimeWindowedKStream<BenchKey, BenchKey> windowed = stream.GroupByKey().WindowedBy(windows);
        KTable<Windowed<BenchKey>, long> counts = kind == WindowKind.Final
            ? windowed.WithEmitStrategy(EmitStrategy.OnWindowClose).Count(Materialized.As(Store))
            : windowed.Count(Materialized.As(Store));
        Tallied(kind == WindowKind.Suppress
            ? counts.Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded())) : counts);
    }

    protected override void Expect(Tally expected)
    {
        Dictionary<(int Key, long Start), long> counts = [];
        long[] last = new long[Options.Partitions]; // Windows close by the time of their task.
        foreach (BenchRecord record in Generator.Draw())
        {
            long start = record.TimestampMs / SizeMs * SizeMs;
            long count = counts[(record.Key, start)] = counts.GetValueOrDefault((record.Key, start)) + 1;
            last[PartitionOf(record.Key)] = record.TimestampMs;
            if (kind == WindowKind.Update)
            {
                ExpectWindow(expected, record.Key, start, start + SizeMs, count);
            }
        }

        foreach (((int key, long start), long count) in counts)
        {
            if (kind != WindowKind.Update && last[PartitionOf(key)] >= start + SizeMs)
            {
                ExpectWindow(expected, key, start, start + SizeMs, count);
            }
        }
    }

    private int PartitionOf(int key)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        Keys.Serialize(BenchKey.Of(key), bytes);
        return KeyPartitioner.Partition(bytes.WrittenSpan, Options.Partitions);
    }
}
