using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine.Tests;

/// <summary>Records whose keys are told to the stores before they are processed.</summary>
public sealed class KeyLookAheadTests
{
    private const int Keys = 3_000;

    [Fact]
    public void Rows_are_expected_while_they_are_missing_and_no_longer()
    {
        var rows = new MissedRows { Misses = 0 };
        KeyLookAhead<string> ahead = new([rows]);

        int dueBefore = Due(ahead, 3_000);
        rows.Misses = 2_000;
        int dueWhile = Due(ahead, 2_000);
        int dueBehind = Due(ahead, 10_000);

        Assert.Equal(0, dueBefore);
        Assert.True(dueWhile > 0);
        Assert.InRange(dueBehind, 0, 2_048);
        Assert.Equal(rows.Expected, rows.Loaded);
    }

    [Fact]
    public void A_key_that_cannot_be_read_fails_with_its_own_record_and_not_with_one_before()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        StreamBuilder builder = new();
        builder.Stream("in", Consumed.With(Serdes.Int64, Serdes.String)).GroupByKey().Count(Materialized.As("counts"));
        Topology topology = builder.Build("ahead");
        Append(log, poison: -1);
        using (StreamEngine first = StreamEngine.Open(topology, log, new EngineSettings())) { first.RunToEnd(); }
        Append(log, poison: 2_500);

        using StreamEngine second = StreamEngine.Open(topology, log, new EngineSettings());
        KappaException error = Assert.Throws<KappaException>(() => second.RunToEnd());

        Assert.Contains($"{Keys + 2_500}", error.Message, StringComparison.Ordinal);
    }

    private static void Append(EmbeddedLog log, int poison)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        for (int key = 0; key < Keys; key++)
        {
            byte[] bytes = key == poison ? [1] : [0, 0, 0, 0, 0, 0, (byte)(key >> 8), (byte)key];
            buffer.Add(1_000 + key, true, bytes, true, "v"u8);
        }

        producer.Append(new TopicPartition("in", 0), buffer);
        producer.Commit();
    }

    /// <summary>How many of some records were expected.</summary>
    private static int Due(KeyLookAhead<string> ahead, int records)
    {
        int expected = 0;
        for (int record = 0; record < records; record++)
        {
            if (!ahead.IsDue())
            {
                continue;
            }

            expected++;
            while (ahead.Expect("key"))
            {
                expected++;
            }

            ahead.Load();
        }

        return expected;
    }

    private sealed class MissedRows : IKeyedRows<string>
    {
        public long Misses { get; set; }

        public int Expected { get; private set; }

        public int Loaded { get; private set; }

        public void Expect(string key) => Expected++;

        public void LoadExpected() => Loaded = Expected;
    }
}
