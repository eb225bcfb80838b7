using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Kappa reads the segment files that a real broker wrote.</summary>
[Collection(LocalCluster.Alone)]
public sealed class BrokerSegmentTests(BrokerSegments broker) : IClassFixture<BrokerSegments>
{
    /// <remarks>How many batches a producer makes of its four records is its own affair.</remarks>
    [Fact]
    public void Batches_of_all_codecs_are_read_from_librdkafka_and_from_the_java_client()
    {
        PartitionDirectory directory = broker.Open("codecs");

        List<SegmentBatch> batches = Batches(directory);
        List<(long Offset, string Key, string Value)> records = Read(directory, ReadIsolation.Committed);

        Assert.Equal(
            ["none", "gzip", "snappy", "lz4", "zstd", "gzip", "snappy", "lz4", "zstd"],
            batches.Select(batch => batch.Codec).Where((codec, i) => i == 0 || codec != batches[i - 1].Codec));
        Assert.Equal(
            Enumerable.Range(0, 36).Select(i => ((long)i, BrokerSegments.Key(i), BrokerSegments.Value(i))), records);
    }

    [Fact]
    public void Records_of_aborted_and_open_transactions_are_left_out()
    {
        PartitionDirectory directory = broker.Open("transactions");

        Assert.Equal([0, 1, 4, 5, 8], Numbers(directory, ReadIsolation.Committed));
        Assert.Equal(Enumerable.Range(0, 11), Numbers(directory, ReadIsolation.Uncommitted));
        Assert.Equal(
            [ControlType.Commit, ControlType.Abort, ControlType.Abort, ControlType.Commit],
            Batches(directory).Select(batch => batch.Control).Where(control => control != ControlType.None));
    }

    [Fact]
    public void A_producer_and_its_sequence_are_shown()
    {
        List<SegmentBatch> batches = Batches(broker.Open("transactions"));

        List<SegmentBatch> first = [.. batches.Where(
            batch => batch.ProducerId == batches[0].ProducerId && batch.Control == ControlType.None)];

        Assert.True(batches[0].ProducerId >= 0);
        Assert.All(first, batch => Assert.True(batch.IsTransactional));
        Assert.Equal((0, 2), (first[0].BaseSequence, first[1].BaseSequence)); // Two records lie between them.
    }

    [Fact]
    public void What_a_broker_has_compacted_is_read()
    {
        PartitionDirectory directory = broker.Open("compacted");

        List<(long Offset, string Key, string Value)> records = Read(directory, ReadIsolation.Committed);

        Assert.Equal([(3L, "b"), (4L, "a"), (6L, "c"), (7L, "z")], records.Select(record => (record.Offset,
            record.Key)));
        Assert.Equal("(tombstone)", records[2].Value);
        Assert.Equal("lz4", Batches(directory)[0].Codec);
    }

    [Fact]
    public void Timestamps_of_a_brokers_clock_count_for_all_records_of_a_batch()
    {
        using SegmentReader reader = broker.Open("times").OpenSegment(broker.Open("times").Segments[0]);
        Assert.True(reader.MoveNext());
        Assert.True(reader.Batch.IsLogAppendTime);
        Assert.NotInRange(reader.Batch.MaxTimestampMs, 0, BrokerSegments.FirstTimestamp + 100);

        SegmentRecords records = reader.Records();

        while (records.MoveNext())
        {
            Assert.Equal(reader.Batch.MaxTimestampMs, records.TimestampMs);
        }
    }

    [Fact]
    public void The_start_of_the_log_may_lie_in_a_batch_and_a_later_leader_epoch_is_shown()
    {
        PartitionDirectory directory = broker.Open("started");

        Assert.Equal(4, directory.StartOffset);
        Assert.Equal([4, 5, 6, 7], Numbers(directory, ReadIsolation.Committed));
        Assert.Equal(0, Batches(directory)[0].LeaderEpoch);
        Assert.True(Batches(directory)[^1].LeaderEpoch > 0);
    }

    private static List<SegmentBatch> Batches(PartitionDirectory directory)
    {
        List<SegmentBatch> batches = [];
        foreach (SegmentFile segment in directory.Segments)
        {
            using SegmentReader reader = directory.OpenSegment(segment);
            while (reader.MoveNext())
            {
                Assert.Null(reader.CheckRecords());
                batches.Add(reader.Batch);
            }

            Assert.Null(reader.Damage);
        }

        return batches;
    }

    private static IEnumerable<int> Numbers(PartitionDirectory directory, ReadIsolation isolation) =>
        Read(directory, isolation).Select(record => int.Parse(record.Key));

    private static List<(long Offset, string Key, string Value)> Read(
        PartitionDirectory directory, ReadIsolation isolation)
    {
        List<(long, string, string)> records = [];
        using PartitionDirectoryReader reader = directory.OpenReader(0, isolation);
        while (reader.MoveNext())
        {
            SegmentRecords batch = reader.Records();
            while (batch.MoveNext())
            {
                records.Add((
                    batch.Offset, Encoding.UTF8.GetString(batch.Key),
                    batch.HasValue ? Encoding.UTF8.GetString(batch.Value) : "(tombstone)"));
            }
        }

        return records;
    }
}
