using System.Text;
using Kappa.Logs;

namespace Kappa.Snapshots.Tests;

/// <summary>Tables that are larger than a stretch of the log that has to be sorted into files.</summary>
public sealed class TableFoldTests
{
    private const int Rows = 4_000;
    private const int PadLength = 1_000; // So that a snapshot of all rows is a stretch of its own in each partition.

    [Fact]
    public async Task What_snapshots_wrote_in_order_is_not_sorted_again_and_folds_to_each_of_them()
    {
        using var table = new Table();
        await table.ApplyAsync("1", Dump(row => row < Rows, version: 1));
        await table.ApplyAsync("2", Dump(row => row is > 10 and < Rows + 10, version: 1));
        await table.ApplyAsync("3", Dump(row => row % 3 > 0, version: 2));

        using TableFold fold = Open(table);
        Assert.True(fold.Stretches >= 4, $"{fold.Stretches} stretches in two partitions and three snapshots");
        Assert.Equal(table.Fold(), table.AsOf(null));
        Assert.Equal(Rows, table.AsOf("1").Count);
        Assert.Equal(Rows - 1, table.AsOf("2").Count);
        Assert.Equal(table.Fold(), table.AsOf("3"));
    }

    [Fact]
    public async Task What_others_wrote_amid_and_behind_a_snapshot_counts_in_its_place()
    {
        using var table = new Table(partitions: 1);
        WriteAsOther(table, 0, "00005", "before");
        await table.ApplyAsync("1", Dump(row => row < Rows, version: 1));
        WriteAsOther(table, 0, null, "no row");
        WriteAsOther(table, 0, "00007", null);
        WriteAsOther(table, 0, "00008", "after");
        await table.ApplyAsync("2", Dump(row => row < Rows, version: 2));
        WriteAsOther(table, 0, "99999", "last");

        Assert.Equal(Dump(row => row < Rows, version: 1), table.AsOf("1").Values);
        Assert.Equal(Dump(row => row < Rows, version: 2), table.AsOf("2").Values);
        Assert.Equal("last", table.AsOf(null)["99999"]);
        using TableFold fold = Open(table);
        Assert.Equal(2, fold.Stretches);
    }

    [Fact]
    public async Task A_key_that_others_wrote_to_several_partitions_has_its_record_of_the_last_one()
    {
        using var table = new Table(partitions: 3);
        await table.ApplyAsync("1", Dump(row => row < Rows, version: 1));
        for (int partition = 0; partition < 3; partition++)
        {
            WriteAsOther(table, partition, "a", $"in {partition}");
            WriteAsOther(table, partition, "b", partition == 2 ? null : $"in {partition}");
        }

        SortedDictionary<string, string> rows = table.AsOf(null);

        Assert.Equal("in 2", rows["a"]);
        Assert.False(rows.ContainsKey("b"));
        Assert.Equal(Rows + 1, rows.Count);
    }

    [Fact]
    public void A_topic_whose_records_may_go_is_read_once()
    {
        var settings = new TopicSettings { Partitions = 1, RetentionTime = TimeSpan.FromDays(1) };
        using var table = new Table(settings: settings);
        long now = table.Time.Now.ToUnixTimeMilliseconds();
        using (ILogProducer producer = table.Log.OpenProducer())
        using (var buffer = new RecordBuffer())
        {
            for (int row = 0; row < Rows; row++)
            {
                buffer.Add(now, hasKey: true, Encoding.UTF8.GetBytes($"{row:D5}"), hasValue: true, new byte[PadLength]);
            }

            producer.Append(new TopicPartition(Table.Topic, 0), buffer);
            producer.Commit();
        }

        using TableFold fold = Open(table);

        Assert.Equal(0, fold.Stretches);
        Assert.Equal(Rows, table.AsOf(null).Count);
    }

    private static TableFold Open(Table table)
    {
        TopicDescription topic = table.Log.Find(Table.Topic)!;
        return TableFold.Read(table.Log, topic, TablePoints.Find(table.Log, topic, text: null));
    }

    private static string[] Dump(Func<int, bool> has, int version) =>
        [.. Enumerable.Range(0, Rows + 10).Where(has).Select(row =>
            $$"""{"id":"{{row:D5}}","pad":"{{new string((char)('a' + (row % 26)), PadLength)}}","v":{{version}}}""")];

    private static void WriteAsOther(Table table, int partition, string? key, string? value)
    {
        using ILogProducer producer = table.Log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(
            1, key is not null, Encoding.UTF8.GetBytes(key ?? ""), value is not null,
            Encoding.UTF8.GetBytes(value ?? ""));
        producer.Append(new TopicPartition(Table.Topic, partition), buffer);
        producer.Commit();
    }
}
