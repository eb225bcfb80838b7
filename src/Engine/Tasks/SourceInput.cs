using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Reads a source partition: deserialises each record once, its value only if somebody asks.</summary>
internal sealed class SourceInput<TKey, TValue>(
    RecordCursor cursor, int source, long start, ISerde<TKey> keySerde, ISerde<TValue> valueSerde,
    TaskContext context, Processor<TKey, TValue> next) : TaskInput, IDisposable
{
    private readonly bool _needsValue = next.NeedsValue;
    private long _scannedTo = start;
    private int _nextSlice;
    private bool _hasHead;

    public override long HeadTimestampMs => cursor.TimestampMs;

    public override void BeginRun() => _nextSlice = 0;

    public override int NextSlice(SliceRun run, int slice)
    {
        // Kept between calls: the task asks once for each slice of its other inputs, which may be all of the run.
        _nextSlice = Math.Max(_nextSlice, slice);
        while (_nextSlice < run.Count && run.End(_nextSlice, source) <= _scannedTo)
        {
            _nextSlice++;
        }

        return _nextSlice;
    }

    public override bool Load(SliceRun run, int slice)
    {
        if (!_hasHead)
        {
            long end = run.End(slice, source);
            _hasHead = cursor.MoveNext(end);
            if (!_hasHead)
            {
                // "Scanned to" moves over control batches, a record's position never does (protocols.md 7).
                _scannedTo = Math.Max(_scannedTo, end);
            }
        }

        return _hasHead;
    }

    public override void ProcessHead()
    {
        _hasHead = false;
        Process();
    }

    public override void Drain(SliceRun run, int slice)
    {
        long end = run.End(slice, source);
        if (_hasHead)
        {
            ProcessHead();
        }

        while (cursor.MoveNext(end))
        {
            Process();
        }

        _scannedTo = Math.Max(_scannedTo, end);
    }

    public void Dispose() => cursor.Dispose();

    private void Process()
    {
        Taken++;
        TakenBytes += cursor.Bytes;
        context.Enter(cursor);
        long timestamp = cursor.TimestampMs;
        if (timestamp < 0)
        {
            throw EngineErrors.TimestampNegative(cursor.Partition, cursor.Offset, timestamp);
        }

        bool hasKey = cursor.HasKey;
        bool hasValue = cursor.HasValue;
        TKey? key = hasKey ? keySerde.Deserialize(cursor.Key) : default;
        TValue? value = hasValue && _needsValue ? valueSerde.Deserialize(cursor.Value) : default;
        next.Process(new Record<TKey, TValue>(key, hasKey, value, hasValue, timestamp));
    }
}
