using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Pinned segments, of Kappa and of a broker, are read to what was written by hand here.</summary>
public sealed class GoldenSegmentTests
{
    public static TheoryData<string> OfKappa { get; } =
        ["kappa-plain.log", "kappa-transactions.log", "kappa-lz4.log", "kappa-zstd.log", "kappa-compacted.log"];

    [Theory]
    [MemberData(nameof(OfKappa))]
    public void Kappa_writes_the_same_bytes_as_ever(string name)
    {
        byte[] written = GoldenLog.Write(name);
        if (Environment.GetEnvironmentVariable("KAPPA_KEEP_SEGMENTS") is { Length: > 0 } target)
        {
            File.WriteAllBytes(Path.Combine(target, name), written);
        }

        Assert.Equal(Convert.ToHexString(GoldenFile.Read(name)), Convert.ToHexString(written));
    }

    [Fact]
    public void Headers_null_keys_tombstones_and_empty_values_are_read() => Assert.Equal(
        [
            "0 1000 k=first +040268027602" + "6E01",
            "1 900 -=without a key",
            "2 1300 k=-",
            "3 1300 =",
            "4 1000 k=alone",
        ],
        Read("kappa-plain.log"));

    [Fact]
    public void Transactions_of_kappa_are_read() => Assert.Equal(
        ["0 1000 k=1", "1 1000 k=2", "3 1000 k=3", "5 1000 k=4", "7 1000 k=5"], Read("kappa-transactions.log"));

    [Theory]
    [InlineData("kappa-lz4.log", "lz4"), InlineData("kappa-zstd.log", "zstd")]
    public void Compressed_batches_of_kappa_are_read(string name, string codec)
    {
        List<string> records = Read(name);

        Assert.Equal([codec, "none"], Batches(name).Select(batch => batch.Codec));
        Assert.Equal(201, records.Count);
        Assert.Equal("""0 1000 0={"flight":"KA0000","gate":0,"status":"late"} +020268""" + "0276", records[0]);
        Assert.Equal("""1 1001 1={"flight":"KA0001","gate":1,"status":"on time"}""", records[1]);
        Assert.Equal("""199 1199 199={"flight":"KA0199","gate":13,"status":"on time"}""", records[199]);
        Assert.Equal("200 1000 k=small", records[200]);
    }

    [Fact]
    public void A_compacted_segment_of_kappa_is_read()
    {
        List<string> records = Read("kappa-compacted.log");

        Assert.Equal(
            ["lz4 0-39: 38", "none 40-40: 1", "none 41-42: 0", "none 43-44: 2", "none 45-45: 1"],
            Batches("kappa-compacted.log").Select(batch =>
                $"{batch.Codec} {batch.BaseOffset}-{batch.LastOffset}: {batch.Records}"));
        Assert.Equal(40, records.Count);
        Assert.Equal("""2 1000 2={"flight":"KA0002","gate":2,"status":"on time"}""", records[1]);
        Assert.Equal(["43 1000 1=last", "44 1000 3=-"], records[38..]);
    }

    [Fact]
    public void All_codecs_of_a_broker_are_read()
    {
        List<string> records = Read("broker-codecs.log");

        Assert.Equal(
            ["none", "gzip", "snappy", "lz4", "zstd", "gzip", "snappy", "lz4", "zstd"],
            Batches("broker-codecs.log").Select(batch => batch.Codec));
        Assert.Equal(36, records.Count);
        string[] six = [.. Enumerable.Repeat("flight 13 is late; ", 6)];
        Assert.Equal($"13 1000000000013 013={string.Concat(six)} +02026E043133", records[13]);
        Assert.Equal(
            Enumerable.Range(0, 36).Select(i => $"{i:D3}=" + string.Concat(Enumerable.Repeat($"flight {i} is late; ",
                6))),
            records.Select(record => record.Split(' ', 3)[2].Split(" +")[0]));
    }

    [Fact]
    public void Aborted_and_open_transactions_of_a_broker_are_left_out()
    {
        Assert.Equal(
            ["0=000", "1=001", "4=004", "6=005", "11=008"], Read("broker-transactions.log").Select(Short));
        Assert.Equal(
            ["000", "001", "002", "003", "004", "005", "006", "007", "008", "009", "010"],
            Read("broker-transactions.log", ReadIsolation.Uncommitted).Select(Short).Select(text =>
                text.Split('=')[1]));
        using PartitionDirectoryReader reader = GoldenFile.Open("broker-transactions.log").OpenReader(0);
        Assert.Equal(13, reader.EndOffset); // First record of the open one.
        Assert.Equal([2, 9], reader.AbortedTransactions.Select(transaction => transaction.FirstOffset));

        static string Short(string record) => record.Split(' ')[0] + "=" + record.Split(' ')[2][..3];
    }

    [Fact]
    public void What_a_broker_has_compacted_is_read()
    {
        Assert.Equal(
            ["3 1000000000003 b=", "4 1000000000004 a=", "6 1000000000006 c=-"],
            Read("broker-compacted.log").Select(record => record[..(record.IndexOf('=') + 1)] +
                (record.EndsWith("=-", StringComparison.Ordinal) ? "-" : "")));
        Assert.Equal("lz4", Batches("broker-compacted.log")[0].Codec);
    }

    [Fact]
    public void A_brokers_clock_counts_for_all_records_of_a_batch()
    {
        SegmentBatch batch = Assert.Single(Batches("broker-times.log"));

        Assert.True(batch.IsLogAppendTime);
        Assert.Equal(
            [$"0 {batch.MaxTimestampMs}", $"1 {batch.MaxTimestampMs}", $"2 {batch.MaxTimestampMs}"],
            Read("broker-times.log").Select(record => string.Join(' ', record.Split(' ')[..2])));
    }

    [Fact]
    public void The_epoch_of_a_leader_that_was_restarted_is_shown() => Assert.Equal(
        [true, false], Batches("broker-started.log").Select(batch => batch.LeaderEpoch == 0));

    private static List<SegmentBatch> Batches(string name)
    {
        PartitionDirectory directory = GoldenFile.Open(name);
        using SegmentReader reader = directory.OpenSegment(directory.Segments[0]);
        List<SegmentBatch> batches = [];
        while (reader.MoveNext())
        {
            Assert.Null(reader.CheckRecords());
            batches.Add(reader.Batch);
        }

        Assert.Null(reader.Damage);
        return batches;
    }

    /// <summary>Offset, time, key=value and, where there are any, the headers' bytes; - for null.</summary>
    private static List<string> Read(string name, ReadIsolation isolation = ReadIsolation.Committed)
    {
        List<string> read = [];
        using PartitionDirectoryReader reader = GoldenFile.Open(name).OpenReader(0, isolation);
        while (reader.MoveNext())
        {
            SegmentRecords records = reader.Records();
            while (records.MoveNext())
            {
                string key = records.HasKey ? Encoding.UTF8.GetString(records.Key) : "-";
                string value = records.HasValue ? Encoding.UTF8.GetString(records.Value) : "-";
                string headers = records.Headers.Length == 0 ? "" : " +" + Convert.ToHexString(records.Headers);
                read.Add($"{records.Offset} {records.TimestampMs} {key}={value}{headers}");
            }
        }

        return read;
    }
}
