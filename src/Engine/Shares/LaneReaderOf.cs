using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Splits a partition of a lane topic into its lanes. Records of a lane that is ahead wait here until its turn; where
/// that would be too many, a lane is read on by a cursor of its own.
/// </summary>
/// <remarks>
/// Each record has a number in its lane, so what was processed before a restart is passed over, and one that is missing
/// is noticed. Belongs to the task's thread.
/// </remarks>
/// <param name="site">Where the lanes are.</param>
/// <param name="begin">Where the task stands.</param>
/// <param name="keySerde">For keys.</param>
/// <param name="valueSerde">For values; null where nobody looks at them.</param>
internal sealed class LaneReader<TKey, TValue>(
    LaneSite site, LanePosition begin, ISerde<TKey> keySerde, ISerde<TValue>? valueSerde) : LaneReader(site.Exchange)
{
    private const long TrimOffsets = 65_536; // Deleting costs a commit of the log's own.

    private readonly RecordCursor _shared = site.OpenCursor(begin.Offset);
    private readonly RecordCursor?[] _own = new RecordCursor?[begin.Next.Count];
    private readonly Queue<WaitingRecord<TKey, TValue>>[] _lanes =
        [.. begin.Next.Select(_ => new Queue<WaitingRecord<TKey, TValue>>())];

    private readonly long[] _read = [.. begin.Next]; // Of each lane the number of the next record to come in.
    private long _sharedNext = begin.Offset;
    private long _trimmed = begin.Offset;

    /// <summary>Bytes in the log of the records that wait.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Lanes that are read by cursors of their own.</summary>
    public int OwnCursors => _own.Count(cursor => cursor is not null);

    public override LanePosition Position
    {
        get
        {
            long offset = _sharedNext;
            foreach (Queue<WaitingRecord<TKey, TValue>> lane in _lanes)
            {
                offset = lane.TryPeek(out WaitingRecord<TKey, TValue> head) ? Math.Min(offset, head.Offset) : offset;
            }

            return new LanePosition(offset, [.. _read.Zip(_lanes, (read, lane) => read - lane.Count)]);
        }
    }

    /// <summary>Looks at the next record of a lane that its upstream task has committed.</summary>
    public bool TryPeek(int lane, out WaitingRecord<TKey, TValue> head)
    {
        Queue<WaitingRecord<TKey, TValue>> queue = _lanes[lane];
        long end = queue.Count == 0 ? site.EndOf(lane) : 0;
        while (queue.Count == 0 && _read[lane] < end)
        {
            ReadOne(lane);
        }

        return queue.TryPeek(out head);
    }

    /// <summary>Takes what <see cref="TryPeek"/> has shown.</summary>
    public WaitingRecord<TKey, TValue> Take(int lane)
    {
        HasMoved = true;
        WaitingRecord<TKey, TValue> taken = _lanes[lane].Dequeue();
        WaitingBytes -= taken.Bytes;
        return taken;
    }

    public override void Committed()
    {
        HasMoved = false;
        if (Position.Offset - _trimmed >= TrimOffsets)
        {
            _trimmed = Position.Offset;
            site.Trim(_trimmed);
        }
    }

    public override void Dispose()
    {
        _shared.Dispose();
        foreach (RecordCursor? cursor in _own)
        {
            cursor?.Dispose();
        }
    }

    /// <summary>Reads a record on behalf of a lane: it may be another lane's.</summary>
    private void ReadOne(int lane)
    {
        if (_own[lane] is { } behind && behind.NextOffset <= _sharedNext)
        {
            behind.Dispose(); // The shared cursor has come by.
            _own[lane] = null;
        }

        if (_own[lane] is null && WaitingBytes > site.MostBytes)
        {
            _own[lane] = site.OpenCursor(_sharedNext);
        }

        RecordCursor cursor = _own[lane] ?? _shared;
        site.MoveNext(cursor, lane, _read[lane]);
        if (cursor == _shared)
        {
            _sharedNext = cursor.Offset + 1;
        }

        Accept(cursor, cursor == _shared ? -1 : lane);
    }

    /// <summary>Puts a record into its lane, unless it was there before.</summary>
    /// <param name="cursor">Stands at it.</param>
    /// <param name="only">The lane that is read; -1 for all.</param>
    private void Accept(RecordCursor cursor, int only)
    {
        var reader = new ByteReader(cursor.Value, cursor.Partition.ToString());
        (long division, int lane, long number) = LaneEnvelope.ReadLane(ref reader, _lanes.Length);
        if (division != site.Division || (only >= 0 && lane != only) || number < _read[lane])
        {
            return;
        }

        if (number > _read[lane])
        {
            throw site.Lost(lane, _read[lane], cursor.Offset);
        }

        (SliceName slice, Place place, TopicPartition source, byte[]? headers, bool hasValue) =
            LaneEnvelope.ReadRest(ref reader, site.Sources, site.RankOf);
        _read[lane]++;
        WaitingBytes += cursor.Bytes;
        _lanes[lane].Enqueue(new WaitingRecord<TKey, TValue>
        {
            Key = keySerde.Deserialize(cursor.Key),
            Value = hasValue && valueSerde is not null ? valueSerde.Deserialize(reader.Rest()) : default,
            HasValue = hasValue,
            TimestampMs = cursor.TimestampMs,
            Headers = headers,
            Source = source,
            Place = place,
            Slice = slice,
            Offset = cursor.Offset,
            Bytes = cursor.Bytes,
        });
    }
}
