namespace Kappa.Logs.Tests;

/// <summary>Commits that do not fit into memory: their records wait in a scratch file.</summary>
public sealed class RecordScratchTests
{
    private const string Path = "/scratch/records";
    private const int Records = 6_000;

    private static readonly TopicPartition[] Partitions = [new("t", 0), new("t", 1)];

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public void A_commit_from_a_scratch_file_has_the_bytes_of_one_from_memory(CompressionType compression)
    {
        string fromMemory = Commit(compression, scratch: null);

        using var scratch = new RecordScratch(new MemoryFileSystem(), Path, memoryBytes: 300_000);
        string fromScratch = Commit(compression, scratch);

        Assert.Equal(fromMemory, fromScratch);
        Assert.True(scratch.FileBytes > 2_000_000, $"{scratch.FileBytes} bytes were in the file.");
    }

    [Fact]
    public void A_small_commit_that_goes_with_the_journal_may_lie_in_a_scratch_file_too()
    {
        using EmbeddedLog log = NewLog(
            CompressionType.None, new EmbeddedLogOptions { InlineCommitBytes = 4 << 20, SegmentBytes = 64 << 20 });
        using var scratch = new RecordScratch(new MemoryFileSystem(), Path, memoryBytes: 0);
        using var buffer = new RecordBuffer(scratch);
        Fill(buffer, seed: 1);
        using ILogProducer producer = log.OpenProducer("p");
        producer.Append(Partitions[0], buffer);

        Assert.Equal([0], producer.Commit());

        Assert.Equal(Records, log.ReadAll(Partitions[0]).Count);
    }

    [Fact]
    public void Buffers_that_share_a_scratch_file_keep_no_more_in_memory_than_it_says()
    {
        const int open = 2 * BatchBuilder.MaxBytes; // Each buffer has one batch that is not full.
        using var scratch = new RecordScratch(new MemoryFileSystem(), Path, memoryBytes: 600_000);
        using var first = new RecordBuffer(scratch);
        using var second = new RecordBuffer(scratch);
        for (int i = 0; i < Records; i++)
        {
            Add(i % 3 == 0 ? second : first, i, new byte[600]);

            Assert.InRange(first.HeldBytes + second.HeldBytes, 1, 600_000 + open + 1_000);
        }

        Assert.Equal(Records, first.Records + second.Records);
        Assert.True(first.Bytes + second.Bytes > 3_600_000);
    }

    [Fact]
    public void A_buffer_is_used_again_after_its_commit()
    {
        using EmbeddedLog log = NewLog(CompressionType.None);
        using var scratch = new RecordScratch(new MemoryFileSystem(), Path, memoryBytes: 100_000);
        using var buffer = new RecordBuffer(scratch);
        using ILogProducer producer = log.OpenProducer("p");
        for (int commit = 0; commit < 3; commit++)
        {
            buffer.Clear();
            Fill(buffer, seed: commit);
            producer.Append(Partitions[0], buffer);
            producer.Commit();
        }

        Assert.Equal(3 * Records, log.ReadAll(Partitions[0]).Count);
        Assert.Equal(3 * (Records + 1), log.Offsets(Partitions[0]).LastStable);
    }

    [Fact]
    public void A_commit_that_was_refused_can_be_made_again_from_the_same_scratch_file()
    {
        var files = new FaultyFileSystem();
        using EmbeddedLog log = NewLog(CompressionType.Lz4, files: files);
        using var scratch = new RecordScratch(new MemoryFileSystem(), Path, memoryBytes: 100_000);
        using var buffer = new RecordBuffer(scratch);
        Fill(buffer, seed: 4);
        using (ILogProducer refused = log.OpenProducer("p"))
        {
            refused.Append(Partitions[0], buffer);
            files.FailWrite(3, DiskFault.NoSpace);

            Assert.Throws<DiskFullException>(() => refused.Commit());
        }

        using ILogProducer producer = log.OpenProducer("p");
        producer.Append(Partitions[0], buffer);
        producer.Commit();

        Assert.Equal(Records, log.ReadAll(Partitions[0]).Count);
    }

    [Fact]
    public void A_scratch_file_that_takes_no_more_is_an_error_of_the_commit_and_not_of_the_log()
    {
        var files = new FaultyFileSystem();
        using EmbeddedLog log = NewLog(CompressionType.None);
        using var scratch = new RecordScratch(files, Path, memoryBytes: 0);
        using var buffer = new RecordBuffer(scratch);
        files.FailWrite(2, DiskFault.NoSpace);

        KappaException error = Assert.Throws<KappaException>(() => Fill(buffer, seed: 5));

        Assert.Equal(("KAP2111", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains(Path, error.Message);
        using ILogProducer producer = log.OpenProducer();
        Assert.Equal(0, producer.Append(Partitions[0], "a"));
    }

    [Fact]
    public void The_file_is_gone_with_the_scratch_and_one_that_a_kill_has_left_is_dropped()
    {
        var files = new MemoryFileSystem();
        files.CreateDirectory("/scratch");
        using (IFile left = files.Open(Path))
        {
            left.Write([1, 2, 3], 0);
        }

        using (var scratch = new RecordScratch(files, Path, memoryBytes: 0))
        {
            Assert.False(files.FileExists(Path));
            using var buffer = new RecordBuffer(scratch);
            Fill(buffer, seed: 6);
            Assert.True(files.FileExists(Path));
        }

        Assert.False(files.FileExists(Path));
    }

    /// <summary>Commits to two partitions, over several segments; gives all that readers see of them.</summary>
    private static string Commit(CompressionType compression, RecordScratch? scratch)
    {
        var files = new MemoryFileSystem();
        using EmbeddedLog log = NewLog(compression, files: files);
        using ILogProducer producer = log.OpenProducer("p");
        RecordBuffer[] buffers = [new(scratch), new(scratch)];
        for (int partition = 0; partition < buffers.Length; partition++)
        {
            Fill(buffers[partition], seed: partition);
            producer.Append(Partitions[partition], buffers[partition]);
        }

        producer.Commit();
        Array.ForEach(buffers, buffer => buffer.Dispose());
        return string.Join('\n', Partitions.SelectMany(partition => Segments(files, partition)));
    }

    /// <summary>The files of a partition, each by its length and checksum.</summary>
    private static IEnumerable<string> Segments(MemoryFileSystem files, TopicPartition partition)
    {
        string directory = $"/log/{partition.Topic}-{partition.Partition}";
        foreach (string name in files.List(directory).Where(name => name.EndsWith(".log", StringComparison.Ordinal)))
        {
            using IFile file = files.Open($"{directory}/{name}");
            byte[] bytes = new byte[file.Length];
            file.Read(bytes, 0);
            yield return $"{partition} {name} {bytes.Length} {Convert.ToHexString(bytes)}";
        }
    }

    private static EmbeddedLog NewLog(
        CompressionType compression, EmbeddedLogOptions? options = null, IFileSystem? files = null)
    {
        EmbeddedLog log = EmbeddedLog.Open(
            files ?? new MemoryFileSystem(), "/log", options ?? new EmbeddedLogOptions { SegmentBytes = 1 << 20 },
            new FixedTime(1_000));
        log.CreateTopic("t", new TopicSettings { Partitions = 2, Compression = compression });
        return log;
    }

    private static void Fill(RecordBuffer buffer, int seed)
    {
        var random = new Random(seed);
        byte[] value = new byte[400];
        for (int i = 0; i < Records; i++)
        {
            random.NextBytes(value.AsSpan(0, 200)); // Half of it compresses.
            Add(buffer, i, value);
        }
    }

    private static void Add(RecordBuffer buffer, int number, byte[] value) => buffer.Add(
        1_000 + number, hasKey: true, BitConverter.GetBytes(number), hasValue: number % 50 != 0, value);
}
