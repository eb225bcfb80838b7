namespace Kappa.Logs.Tests;

/// <summary>Damage in compressed batches: never wrong data, never a crash.</summary>
public sealed class CompressedDamageTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private static readonly TopicPartition Partition = new("t", 0);

    public static TheoryData<CompressionType> Compressions { get; } = [CompressionType.Lz4, CompressionType.Zstd];

    [Theory]
    [MemberData(nameof(Compressions))]
    public void A_flip_of_any_byte_of_a_segment_is_refused_with_file_byte_and_offset(CompressionType compression)
    {
        FaultyFileSystem files = ClosedLog(compression, out _);
        byte[] good = Files.Read(files, Segment);
        foreach (int at in Campaign.Positions(good.Length, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            Files.Replace(files, Segment, bad);
            using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log");

            KappaException error = Assert.Throws<KappaException>(() => log.ReadAll(Partition));

            Assert.Equal("KAP2201", error.Code);
            Assert.Matches(@"0\.log is damaged at byte \d+ \(offset \d+\)", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Bytes_under_a_right_checksum_never_crash_a_reader(CompressionType compression)
    {
        FaultyFileSystem files = ClosedLog(compression, out List<string> written);
        byte[] good = Files.Read(files, Segment);
        int total = BatchHeader.TotalBytes(good);
        Random random = Seed.Random(out int seed);
        Dictionary<string, int> outcomes = [];
        int rounds = Campaign.Choose(250, 3_000);
        for (int round = 0; round < rounds; round++)
        {
            byte[] bad = [.. good];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                int bit = random.Next(BatchHeader.Bytes * 8, total * 8);
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            BatchHeader.SealShortened(bad.AsSpan(0, total), BatchHeader.Count(bad), BatchHeader.MaxTimestamp(bad));
            Files.Replace(files, Segment, bad);
            using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log");
            string outcome = Outcome(() => log.ReadAll(Partition));
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            Assert.True(outcome is "read" or "KAP2204" or "KAP2205", $"{outcome}, seed {seed}");
            _ = Outcome(() => GoldenFile.Open(bad).OpenReader(0));
        }

        Assert.True(outcomes.GetValueOrDefault("KAP2205") > rounds / 10, string.Join(", ", outcomes));
        Assert.NotEmpty(written);
    }

    [Theory]
    [InlineData("8F", "a length beyond the end")]
    [InlineData("FFFFFFFFFFFFFFFFFF01", "a negative length")]
    [InlineData("80", "a length that goes on beyond the end")]
    [InlineData("0E00000000FFFF03", "a key beyond the record")]
    [InlineData("0E000000017E0000", "a value beyond the record")]
    [InlineData("0C0000100101" + "00", "an offset beyond the batch")]
    [InlineData("0C0000010101" + "00", "an offset before the batch")]
    [InlineData("00", "no room for anything")]
    [InlineData("0200", "no room for the deltas")]
    public void A_malformed_record_is_refused(string hex, string what)
    {
        // Records that are whole come before it: they make up for the bytes that a record has at least.
        byte[] whole = Convert.FromHexString("0C" + "0000000101" + "00");
        byte[] records = [.. whole, .. whole, .. Convert.FromHexString(hex)];
        byte[] target = new byte[100];
        byte[] batch = CompressedBatch.Of(Codecs.Lz4, target.AsSpan(0, Lz4Writer.Write(records, target)), records: 2);
        using RecordCursor cursor = new(new OneBatchReader(batch));
        List<long> offsets = [];

        string outcome = Outcome(() =>
        {
            while (cursor.MoveNext(long.MaxValue))
            {
                offsets.Add(cursor.Offset);
            }
        });

        Assert.True(outcome == "KAP2204", $"{what}: {outcome}");
        Assert.Equal([0, 0], offsets);
    }

    [Fact]
    public void A_batch_that_cannot_be_decompressed_is_named()
    {
        FaultyFileSystem files = ClosedLog(CompressionType.Lz4, out List<string> written);
        byte[] good = Files.Read(files, Segment);
        byte[] noise = new byte[BatchHeader.TotalBytes(good) - BatchHeader.Bytes];
        byte[] batch = CompressedBatch.Of(Codecs.Lz4, noise, written.Count);
        Files.Replace(files, Segment, [.. batch, .. good.AsSpan(batch.Length)]);
        using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log");

        KappaException error = Assert.Throws<KappaException>(() => log.ReadAll(Partition));

        Assert.Equal(("KAP2205", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        Assert.Contains("at byte 0 of log/t-0/00000000000000000000.log (offset 0)", error.Message);
        Assert.Contains("no LZ4 frame begins there", error.Message);
    }

    private static string Outcome(Action read)
    {
        try
        {
            read();
            return "read";
        }
        catch (KappaException error)
        {
            return error.Code;
        }
    }

    private static FaultyFileSystem ClosedLog(CompressionType compression, out List<string> written)
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings { Compression = compression });
        using ILogProducer producer = log.OpenProducer();
        written = [.. Enumerable.Range(0, 30).Select(i => $"flight {i} from gate {i % 7} is late")];
        producer.Append(Partition, [.. written]);
        return files;
    }
}
