using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Reads a topic through the port, record by record, its partitions in turn on one thread.</summary>
internal sealed class TopicPass(ILog log, string topic, TopicContent[] contents)
{
    private const int TurnRecords = 10_000;

    private readonly long _expected = contents.Sum(content => content.Records);
    private readonly long _expectedBytes = contents.Sum(content => content.Bytes);

    /// <summary>Of the last pass, over the second half of the records.</summary>
    public double AllocatedBytesPerRecord { get; private set; }

    /// <summary>Records that passes found too few or too many.</summary>
    public long Wrong { get; private set; }

    public void Run()
    {
        TopicPartition[] partitions = [.. Enumerable.Range(0, contents.Length)
            .Select(partition => new TopicPartition(topic, partition))];
        long[] ends = new long[partitions.Length];
        log.StableEnds(partitions, ends);
        RecordCursor[] cursors = [.. partitions.Select(partition => new RecordCursor(log.OpenReader(partition, 0)))];
        long allocatedBefore = 0;
        (long records, long bytes, long half, long found) = (0, 0, 0, 0);
        do
        {
            if (half == 0 && records >= _expected / 2)
            {
                (half, allocatedBefore) = (records, GC.GetTotalAllocatedBytes());
            }

            found = 0;
            for (int partition = 0; partition < cursors.Length; partition++)
            {
                found += Turn(cursors[partition], ends[partition], ref bytes);
            }

            records += found;
        }
        while (found > 0);

        AllocatedBytesPerRecord =
            (GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)Math.Max(1, _expected - half);
        Array.ForEach(cursors, cursor => cursor.Dispose());
        long missing = Math.Abs(_expected - records);
        Wrong += missing == 0 && bytes != _expectedBytes ? _expected : missing;
    }

    private static long Turn(RecordCursor cursor, long end, ref long bytes)
    {
        long found = 0;
        while (found < TurnRecords && cursor.MoveNext(end))
        {
            bytes += cursor.Key.Length + cursor.Value.Length;
            found++;
        }

        return found;
    }
}
