namespace Kappa.Logs.Tests;

/// <summary>Pins the bytes of a segment: Kafka's record batch v2, laid out by hand from its specification.</summary>
public sealed class BatchFormatTests
{
    private const string DataBatch =
        "0000000000000000" + // Base offset 0.
        "00000046" + // 70 bytes follow.
        "00000000" + // Leader epoch 0.
        "02" + // Magic 2.
        "CCCCCCCC" + // CRC-32C of what follows, put in below.
        "0010" + // Attributes: transactional.
        "00000001" + // Last offset delta 1.
        "00000000000003E8" + // Base timestamp 1000.
        "00000000000003ED" + // Max timestamp 1005.
        "0000000000000000" + // Producer id 0.
        "0000" + // Producer epoch 0.
        "00000000" + // Base sequence 0.
        "00000002" + // 2 records.
        "18" + "00" + "00" + "00" + // 12 bytes, no attributes, both deltas 0.
        "02" + "6B" + "04" + "7631" + "02" + "02" + "68" + "00" + // k = v1; one header: h, empty.
        "0E" + "00" + "0A" + "02" + // 7 bytes: 5 ms later, offset delta 1.
        "01" + "02" + "77" + "00"; // No key, w, no headers.

    private const string Marker =
        "0000000000000002" + "00000042" + "00000000" + "02" + "CCCCCCCC" +
        "0030" + // Attributes: transactional, control.
        "00000000" + "000000000000002A" + "000000000000002A" + // The commit's clock: 42.
        "0000000000000000" + "0000" + "FFFFFFFF" + "00000001" +
        "20" + "00" + "00" + "00" + "08" + "00000001" + "0C" + "000000000000" + "00"; // Version 0, COMMIT; epoch 0.

    [Fact]
    public void A_committed_batch_and_its_marker_have_exactly_these_bytes()
    {
        MemoryFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", time: new FixedTime(42));
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer("p");
        using RecordBuffer buffer = new();
        buffer.Add(1_000, true, "k"u8, true, "v1"u8, [2, 2, (byte)'h', 0]);
        buffer.Add(1_005, false, default, true, "w"u8);
        producer.Append(new TopicPartition("t", 0), buffer);

        producer.Commit();

        byte[] expected = [.. WithChecksum(DataBatch), .. WithChecksum(Marker)];
        byte[] written = Files.Read(files, "log/t-0/00000000000000000000.log");
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(written));
    }

    [Fact]
    public void A_plain_append_names_no_producer_and_has_no_marker()
    {
        MemoryFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();

        producer.Append(new TopicPartition("t", 0), "v");

        byte[] bytes = Files.Read(files, "log/t-0/00000000000000000000.log");
        Assert.Equal(BatchHeader.TotalBytes(bytes), bytes.Length);
        Assert.Equal("0000", Convert.ToHexString(bytes, 21, 2));
        Assert.Equal("FFFFFFFFFFFFFFFF" + "FFFF" + "FFFFFFFF", Convert.ToHexString(bytes, 43, 14));
    }

    [Fact]
    public void Sequences_of_a_transactional_producer_count_its_records_in_a_partition()
    {
        MemoryFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer("p");
        producer.Append(new TopicPartition("t", 0), "a", "b", "c");
        int first = Files.Read(files, "log/t-0/00000000000000000000.log").Length;

        producer.Append(new TopicPartition("t", 0), "d");

        byte[] bytes = Files.Read(files, "log/t-0/00000000000000000000.log");
        Assert.Equal("00000003", Convert.ToHexString(bytes, first + 53, 4));
    }

    private static byte[] WithChecksum(string hex)
    {
        byte[] batch = Convert.FromHexString(hex);
        uint crc = Crc32C.Compute(batch.AsSpan(21));
        Convert.FromHexString(crc.ToString("X8")).CopyTo(batch, 17);
        return batch;
    }
}
