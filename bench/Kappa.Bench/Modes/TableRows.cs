using System.Buffers;

namespace Kappa.Bench;

/// <summary>The topic of a table: nine keys of ten have a row, all older than the first record.</summary>
internal sealed class TableRows(BenchSite site, BenchOptions options)
{
    private const int Gap = 10;

    public string Topic { get; } = site.Name("rows");

    public int Count => options.Keys - ((options.Keys + Gap - 1) / Gap);

    /// <summary>The number in the row of a key; null where it has none.</summary>
    public static long? ValueOf(int key) => key % Gap == 0 ? null : 3L * key;

    public void Fill()
    {
        var serde = new BenchKeySerde();
        var bytes = new ArrayBufferWriter<byte>();
        var value = new ArrayBufferWriter<byte>();
        using var topic = new BenchTopic(site.Log, options, Topic);
        for (int key = 0; key < options.Keys; key++)
        {
            if (ValueOf(key) is { } number)
            {
                bytes.ResetWrittenCount();
                value.ResetWrittenCount();
                serde.Serialize(BenchKey.Of(key), bytes);
                Serdes.Int64.Serialize(number, value);
                topic.Add(Generator.FirstMs - options.Keys + key, bytes.WrittenSpan, value.WrittenSpan);
            }
        }
    }

    public KTable<BenchKey, long> Table(StreamBuilder builder) =>
        builder.Table(Topic, Consumed.With(new BenchKeySerde(), Serdes.Int64), Materialized.As("rows"));

    public GlobalKTable<BenchKey, long> GlobalTable(StreamBuilder builder) =>
        builder.GlobalTable(Topic, Consumed.With(new BenchKeySerde(), Serdes.Int64), Materialized.As("rows"));
}
