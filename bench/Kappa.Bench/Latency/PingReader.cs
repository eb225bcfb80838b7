using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Reads results as they are committed, and notes how long ago their records were sent.</summary>
internal sealed class PingReader(ILog log, string topic, PingBoard board, TimeProvider time, int warmUp)
{
    private readonly GroupSerde _groups = new();
    private readonly PingTotalSerde _totals = new();

    /// <summary>Of all records but the first ones.</summary>
    public LatencySample Sample { get; } = new();

    /// <summary>Reads until nothing more is to come and all is there, or until it is stopped.</summary>
    /// <param name="isLast">Whether all records have been sent.</param>
    /// <param name="stop">Ends it.</param>
    public void Run(Func<bool> isLast, CancellationToken stop)
    {
        TopicPartition[] partitions = [.. Enumerable.Range(0, log.Find(topic)!.Partitions)
            .Select(partition => new TopicPartition(topic, partition))];
        RecordCursor[] cursors = [.. partitions.Select(partition => new RecordCursor(log.OpenReader(partition, 0)))];
        long[] ends = new long[partitions.Length];
        try
        {
            while (!(isLast() && board.IsClear))
            {
                long seen = log.ChangeNumber;
                log.StableEnds(partitions, ends);
                if (!ReadTo(cursors, ends))
                {
                    log.WaitForChangeAsync(seen, stop).GetAwaiter().GetResult();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What did not come until now counts as missing.
        }
        finally
        {
            Array.ForEach(cursors, cursor => cursor.Dispose());
        }
    }

    private bool ReadTo(RecordCursor[] cursors, long[] ends)
    {
        bool any = false;
        for (int partition = 0; partition < cursors.Length; partition++)
        {
            RecordCursor cursor = cursors[partition];
            while (cursor.MoveNext(ends[partition]))
            {
                any = true;
                long now = time.GetTimestamp();
                board.Arrived(_groups.Deserialize(cursor.Key), _totals.Deserialize(cursor.Value), (number, sent) =>
                {
                    if (number >= warmUp)
                    {
                        Sample.Add(time.GetElapsedTime(sent, now));
                    }
                });
            }
        }

        return any;
    }
}
