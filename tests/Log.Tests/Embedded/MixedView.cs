using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>All that a log shows, read at one moment.</summary>
internal sealed class MixedView
{
    /// <summary>Reads a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="files">Its files, where it has just been opened.</param>
    /// <param name="opened">Else how often each transactional id was opened.</param>
    public MixedView(EmbeddedLog log, IFileSystem files, IReadOnlyDictionary<string, int>? opened = null)
    {
        Topics = [.. log.Topics.Where(topic => topic.Name != GroupTopic.Name)];
        foreach (TopicDescription topic in Topics)
        {
            for (int number = 0; number < topic.Partitions; number++)
            {
                TopicPartition partition = new(topic.Name, number);
                PartitionOffsets offsets = log.Offsets(partition);
                Partitions.Add(partition, Read(log, partition, offsets, offsets.Earliest));

                // Of its own, so that the histories of known seeds stay as they are.
                Random own = new((int)offsets.LastStable + Partitions[partition].Records.Count);
                long middle = own.NextInt64(offsets.Earliest, offsets.LastStable + 1);
                Middles.Add(partition, Read(log, partition, offsets, middle));
            }
        }

        foreach (GroupDescription group in log.Groups.List())
        {
            foreach ((TopicPartition partition, long offset) in group.Offsets)
            {
                Offsets.Add((group.Name, partition), offset);
            }
        }

        Opened = opened?.ToDictionary() ?? ReadProducers(files);
    }

    public List<TopicDescription> Topics { get; }

    public Dictionary<TopicPartition, MixedShown> Partitions { get; } = [];

    /// <summary>
    /// The same from an offset in the middle: it may lie in a segment that a merge has left behind it, which who begins
    /// at the front never reads.
    /// </summary>
    public Dictionary<TopicPartition, MixedShown> Middles { get; } = [];

    public Dictionary<(string Group, TopicPartition Partition), long> Offsets { get; } = [];

    /// <summary>How often each transactional id was opened, as the last checkpoint has it.</summary>
    public Dictionary<string, int> Opened { get; }

    private static MixedShown Read(
        EmbeddedLog log, TopicPartition partition, in PartitionOffsets offsets, long from)
    {
        using RecordCursor cursor = new(log.OpenReader(partition, from));
        List<MixedRecord> records = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            records.Add(new MixedRecord(
                cursor.Offset, cursor.HasKey ? Encoding.UTF8.GetString(cursor.Key) : null,
                cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null, cursor.TimestampMs));
        }

        return new MixedShown(from, records, offsets);
    }

    // Nobody shows an epoch, but that it never comes back is what fences a zombie after a restart.
    private static Dictionary<string, int> ReadProducers(IFileSystem files)
    {
        byte[] journal = Files.Read(files, Files.OnlyJournal(files));
        Assert.True(JournalDecoder.TryRecord(journal, 0, out ReadOnlySpan<byte> body));
        JournalDecoder decoder = new(body[JournalEncoder.BodyHeaderBytes..]);
        return LogState.Read(ref decoder, body[0]).Producers.ToDictionary(
            producer => producer.Key, producer => producer.Value.Epoch + 1);
    }
}
