using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>Random commits to a few partitions, numbered, and what a reopened log may show of them.</summary>
/// <remarks>Every commit writes its number to one to three partitions, one to four records each.</remarks>
internal sealed class CrashHistory(Random random) : ICrashHistory
{
    public const int Partitions = 3;

    // Tiny limits, so that rolls of segments and of the journal, inline and large commits all happen often.
    public static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 2_000,
        InlineCommitBytes = 600,
        JournalBytes = 6_000,
        IndexIntervalBytes = 300,
    };

    private readonly List<(int Partition, int Records)[]> _commits = [];

    /// <summary>Commits that have returned.</summary>
    public int Acknowledged { get; private set; }

    public int Started => _commits.Count;

    /// <summary>Whether the commits of its processes are transactions.</summary>
    public bool IsTransactional { get; init; }

    public static TopicPartition At(int partition) => new("t", partition);

    public EmbeddedLog Open(FaultyFileSystem files) => EmbeddedLog.Open(files, "log", Tiny);

    public void Live(EmbeddedLog log)
    {
        _ = log.Find("t") ?? log.CreateTopic("t", new TopicSettings { Partitions = Partitions });
        ILogProducer producer = log.OpenProducer(IsTransactional ? "p" : null);
        for (int i = random.Next(15); i > 0; i--)
        {
            Commit(producer, 400);
        }
    }

    public void Check(FaultyFileSystem image, string hint)
    {
        using EmbeddedLog log = Open(image);
        Assert.Equal(1, log.Generation);
        Assert.True(CountCommits(log, IsTransactional) >= Acknowledged, hint);
    }

    /// <summary>Makes one commit; its records are padded, so that some are too large for the journal.</summary>
    public void Commit(ILogProducer producer, int maxRecordBytes)
    {
        int[] partitions = [.. Enumerable.Range(0, Partitions)
            .OrderBy(_ => random.Next())
            .Take(random.Next(1, Partitions + 1))];
        (int, int)[] commit = [.. partitions.Select(partition => (partition, random.Next(1, 5)))];
        string number = _commits.Count.ToString(CultureInfo.InvariantCulture);
        List<RecordBuffer> buffers = [];
        foreach ((int partition, int records) in commit)
        {
            RecordBuffer buffer = Records.Buffer([.. Enumerable.Range(0, records)
                .Select(_ => number.PadRight(random.Next(number.Length, maxRecordBytes)))]);
            buffers.Add(buffer);
            producer.Append(At(partition), buffer);
        }

        _commits.Add(commit);
        producer.Commit();
        Acknowledged = _commits.Count;
        buffers.ForEach(buffer => buffer.Dispose());
    }

    /// <summary>
    /// Says how many commits a log shows: they must be the first ones, each whole, in order and dense.
    /// </summary>
    public int CountCommits(ILog log, bool transactional)
    {
        List<int>[] shown = [.. Enumerable.Range(0, Partitions)
            .Select(partition => Read(log, partition, transactional))];
        int count = shown.SelectMany(numbers => numbers).DefaultIfEmpty(-1).Max() + 1;
        for (int partition = 0; partition < Partitions; partition++)
        {
            IEnumerable<int> expected = _commits.Take(count).SelectMany((commit, number) => commit
                .Where(part => part.Partition == partition)
                .SelectMany(part => Enumerable.Repeat(number, part.Records)));
            Assert.Equal(expected, shown[partition]);
        }

        return count;
    }

    private static List<int> Read(ILog log, int partition, bool transactional)
    {
        List<int> numbers = [];
        if (log.Find("t") is null)
        {
            return numbers;
        }

        using RecordCursor cursor = new(log.OpenReader(At(partition), 0));
        long next = 0;
        while (cursor.MoveNext(long.MaxValue))
        {
            int number = int.Parse(System.Text.Encoding.ASCII.GetString(cursor.Value), CultureInfo.InvariantCulture);
            bool isNewCommit = numbers.Count > 0 && numbers[^1] != number;
            next += transactional && isNewCommit ? 1 : 0; // The marker between two commits.
            Assert.Equal(next++, cursor.Offset);
            numbers.Add(number);
        }

        Assert.Equal(next + (transactional && numbers.Count > 0 ? 1 : 0), log.Offsets(At(partition)).LastStable);
        return numbers;
    }
}
