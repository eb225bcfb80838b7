using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>What a look at segment files says of them, and of damage.</summary>
public sealed class SegmentReaderTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public void Header_facts_and_records_of_a_log_of_kappa_are_shown()
    {
        PartitionDirectory directory = Directory(out _);

        List<SegmentBatch> batches = Batches(directory, out SegmentDamage? damage);

        Assert.Null(damage);
        Assert.Equal([0, 30, 31, 61, 62], batches.Select(batch => batch.BaseOffset));
        Assert.Equal([29, 30, 60, 61, 62], batches.Select(batch => batch.LastOffset));
        Assert.Equal(["lz4", "none", "lz4", "none", "none"], batches.Select(batch => batch.Codec));
        Assert.Equal([30, 1, 30, 1, 1], batches.Select(batch => batch.Records));
        Assert.Equal(
            [ControlType.None, ControlType.Commit, ControlType.None, ControlType.Commit, ControlType.None],
            batches.Select(batch => batch.Control));
        Assert.Equal([0, -1, 30, -1, -1], batches.Select(batch => batch.BaseSequence));
        Assert.Equal([0, 0, 0, 0, -1], batches.Select(batch => batch.ProducerId));
        Assert.Equal([true, true, true, true, false], batches.Select(batch => batch.IsTransactional));
        Assert.All(batches, batch => Assert.True(batch.IsChecksumRight));
        Assert.Equal(directory.Segments.Sum(segment => segment.Bytes), batches.Sum(batch => batch.Bytes));
        Assert.Equal(61, Read(directory, 0).Count);
        Assert.Equal("value 5 of some", Read(directory, 36)[0]);
    }

    [Fact]
    public void After_a_batch_that_is_damaged_in_itself_the_walk_goes_on()
    {
        PartitionDirectory directory = Directory(out List<SegmentBatch> good, bytes => bytes[100] ^= 1);
        using SegmentReader reader = directory.OpenSegment(directory.Segments[0]);

        Assert.True(reader.MoveNext());
        Assert.Equal(
            new SegmentDamage(Segment, 0, 0, "the batch does not match its checksum"), reader.Damage);
        Assert.Equal("KAP2201", reader.CheckRecords()!.Code);
        Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => Count(reader.Records())).Code);
        Assert.True(reader.MoveNext());

        Assert.Null(reader.Damage);
        Assert.Equal(good[1], reader.Batch);
    }

    [Fact]
    public void A_flip_of_any_byte_is_shown_but_where_kafkas_checksum_cannot_tell()
    {
        byte[] bytes = Written();
        List<SegmentBatch> good = Batches(GoldenFile.Open(bytes), out _);
        List<string> values = Read(GoldenFile.Open(bytes), 0);
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] bad = [.. bytes];
            bad[at] ^= (byte)(1 << (at % 8));

            List<SegmentBatch> batches = Batches(GoldenFile.Open(bad), out SegmentDamage? damage);

            long batch = good.Last(batch => batch.Position <= at).Position;
            bool isCovered = at - batch >= BatchHeader.CrcStart || at - batch is 16 or 8 or 9 or 10 or 11;
            Assert.True(!isCovered || damage is not null, $"byte {at}");
            Assert.True(damage is null || damage.Position >= batch);
            Assert.True(damage is not null || batches.Count == good.Count);
        }

        Assert.Equal(61, values.Count);
    }

    [Fact]
    public void A_segment_cut_short_anywhere_is_read_up_to_there()
    {
        byte[] bytes = Written();
        List<SegmentBatch> good = Batches(GoldenFile.Open(bytes), out _);
        for (int length = 0; length < bytes.Length; length++)
        {
            List<SegmentBatch> batches = Batches(GoldenFile.Open(bytes.AsSpan(0, length)), out SegmentDamage? damage);

            Assert.Equal(good.TakeWhile(batch => batch.Position + batch.Bytes <= length), batches);
            long whole = batches.Sum(batch => (long)batch.Bytes);
            Assert.Equal(length == whole ? null : whole, damage?.Position);
        }
    }

    [Fact]
    public void Zeros_behind_the_batches_are_called_so()
    {
        byte[] bytes = Written();

        List<SegmentBatch> batches = Batches(GoldenFile.Open([.. bytes, .. new byte[5_000]]),
            out SegmentDamage? damage);

        Assert.Equal(5, batches.Count);
        Assert.Equal((bytes.Length, 63, "only zeros follow"), (damage!.Position, damage.Offset, damage.What));
    }

    [Fact]
    public void Offsets_that_go_back_are_damage_and_gaps_are_not()
    {
        byte[] bytes = Written();
        int second = Batches(GoldenFile.Open(bytes), out _)[0].Bytes;
        byte[] gap = [.. bytes];
        byte[] back = [.. bytes];
        BatchHeader.SetBaseOffset(gap.AsSpan(second), 31);
        BatchHeader.SetBaseOffset(back.AsSpan(second), 29);

        Batches(GoldenFile.Open(gap), out SegmentDamage? later);
        List<SegmentBatch> all = Batches(GoldenFile.Open(back), out SegmentDamage? damage);

        Assert.Equal(31, later!.Offset); // The batch behind it begins where it is said to end.
        Assert.Equal((second, 29L), (damage!.Position, damage.Offset));
        Assert.Equal(5, all.Count);
    }

    [Fact]
    public void A_record_that_is_malformed_under_a_right_checksum_is_named()
    {
        byte[] batch = CompressedBatch.Of(Codecs.None, Convert.FromHexString("0C0000000101000C000000010100"), 2);
        using SegmentReader reader = GoldenFile.Open(batch) is var directory
            ? directory.OpenSegment(directory.Segments[0])
            : null!;
        Assert.True(reader.MoveNext());

        KappaException? error = reader.CheckRecords();

        Assert.Equal("KAP2204", error?.Code);
        Assert.Contains("batch at byte 0 of t-0/00000000000000000000.log (offset 0)", error!.Message);
        Assert.Contains("record 1 has offset delta 0", error.Message);
    }

    [Fact]
    public void Random_records_under_a_right_checksum_give_declared_errors_only()
    {
        Random random = Seed.Random(out int seed);
        byte[] bytes = Written();
        int total = BatchHeader.TotalBytes(bytes);
        for (int round = 0; round < Campaign.Choose(500, 5_000); round++)
        {
            byte[] bad = bytes[..random.Next(BatchHeader.Bytes + 1, total + 1)];
            random.NextBytes(bad.AsSpan(random.Next(BatchHeader.Bytes, bad.Length)));
            bad[22] = (byte)random.Next(8);
            BatchHeader.SealShortened(bad, random.Next(0, 40), 0);
            using SegmentReader reader = GoldenFile.Open(bad) is var directory
                ? directory.OpenSegment(directory.Segments[0])
                : null!;

            Assert.True(reader.MoveNext());

            Assert.True(reader.CheckRecords() is null or { Code: "KAP2201" or "KAP2204" or "KAP2205" }, $"seed {seed}");
        }
    }

    [Fact]
    public void A_segment_that_a_merge_left_behind_is_passed_over()
    {
        FaultyFileSystem files = new();
        files.CreateDirectory("t-0");
        byte[] bytes = Written();
        int first = Batches(GoldenFile.Open(bytes), out _)[0].Bytes;
        Files.Replace(files, "t-0/00000000000000000000.log", bytes);
        Files.Replace(files, "t-0/00000000000000000030.log", bytes.AsSpan(first));

        Assert.Equal(Read(GoldenFile.Open(bytes), 0), Read(PartitionDirectory.Open(files, "t-0"), 0));
    }

    [Fact]
    public void A_broker_says_where_the_log_begins()
    {
        FaultyFileSystem files = new();
        files.CreateDirectory("data/t-1-0");
        Files.Replace(files, "data/t-1-0/00000000000000000000.log", Written());
        Files.Replace(files, "data/log-start-offset-checkpoint", "0\n2\nt-1 1 7\nt-1 0 36\n"u8);

        PartitionDirectory directory = PartitionDirectory.Open(files, "data/t-1-0");

        Assert.Equal(36, directory.StartOffset);
        Assert.Equal("value 5 of some", Read(directory, 0)[0]);
    }

    [Fact]
    public void A_directory_without_segments_is_named()
    {
        KappaException error = Assert.Throws<KappaException>(
            () => PartitionDirectory.Open(new FaultyFileSystem(), "nowhere/t-0"));

        Assert.Equal(("KAP2206", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Contains("nowhere/t-0", error.Message);
    }

    [Fact]
    public void A_file_that_may_only_be_read_is_read()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "00000000000000000000.log");
        File.WriteAllBytes(path, Written());
        File.SetAttributes(path, FileAttributes.ReadOnly);
        DateTime written = File.GetLastWriteTimeUtc(path);

        Assert.Equal(61, Read(PartitionDirectory.Open(DiskFileSystem.Instance, directory.Path), 0).Count);

        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Single(System.IO.Directory.GetFiles(directory.Path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    private static PartitionDirectory Directory(out List<SegmentBatch> good, Action<byte[]>? damage = null)
    {
        FaultyFileSystem files = new();
        byte[] bytes = Written(files);
        good = Batches(PartitionDirectory.Open(files, "log/t-0"), out _);
        damage?.Invoke(bytes);
        Files.Replace(files, Segment, bytes);
        return PartitionDirectory.Open(files, "log/t-0");
    }

    private static byte[] Written(FaultyFileSystem? files = null)
    {
        files ??= new FaultyFileSystem();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer transactional = log.OpenProducer("p");
        using ILogProducer plain = log.OpenProducer();
        string[] values = [.. Enumerable.Range(0, 30).Select(i => $"value {i} of some")];
        transactional.Append(Partition, values);
        transactional.Append(Partition, values);
        plain.Append(Partition, "last");
        return Files.Read(files, Segment);
    }

    private static List<SegmentBatch> Batches(PartitionDirectory directory, out SegmentDamage? damage)
    {
        List<SegmentBatch> batches = [];
        damage = null;
        using SegmentReader reader = directory.OpenSegment(directory.Segments[0]);
        while (reader.MoveNext())
        {
            batches.Add(reader.Batch);
            damage ??= reader.Damage;
        }

        damage ??= reader.Damage;
        return batches;
    }

    private static List<string> Read(PartitionDirectory directory, long from)
    {
        List<string> values = [];
        using PartitionDirectoryReader reader = directory.OpenReader(from);
        while (reader.MoveNext())
        {
            SegmentRecords records = reader.Records();
            while (records.MoveNext())
            {
                values.Add(Encoding.UTF8.GetString(records.Value));
            }
        }

        return values;
    }

    private static int Count(SegmentRecords records)
    {
        int count = 0;
        while (records.MoveNext())
        {
            count++;
        }

        return count;
    }
}
