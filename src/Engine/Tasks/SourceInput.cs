using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Reads a source partition: deserialises each record once, its value only if somebody asks.</summary>
internal sealed class SourceInput<TKey, TValue>(
    SourcePosition position, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, bool needsValue, TaskContext context,
    Processor<TKey, TValue> next) : TaskInput, IDisposable
{
    private readonly RecordCursor _cursor = position.Cursor;
    private readonly SourcePlaces _places = new(position.Rank, position.OutOfPlace);
    private readonly int _source = position.Source;
    private long _scannedTo = position.Offset;
    private int _nextSlice;
    private bool _hasHead;
    private Place _head;

    public override void BeginRun()
    {
        _nextSlice = 0;
        _places.BeginRun();
    }

    public override int NextSlice(SliceRun run, int slice)
    {
        // Kept between calls: the task asks once for each slice of its other inputs, which may be all of the run.
        _nextSlice = Math.Max(_nextSlice, slice);
        while (_nextSlice < run.Count && run.End(_nextSlice, _source) <= _scannedTo)
        {
            _nextSlice++;
        }

        return _nextSlice;
    }

    public override bool Load(SliceRun run, int slice, out Place place)
    {
        if (!_hasHead)
        {
            long end = run.End(slice, _source);
            _hasHead = _cursor.MoveNext(end);
            if (_hasHead)
            {
                _head = _places.Of(_cursor, run, slice);
            }
            else
            {
                // "Scanned to" moves over control batches, a record's position never does.
                _scannedTo = Math.Max(_scannedTo, end);
            }
        }

        place = _head;
        return _hasHead;
    }

    public override void ProcessHead()
    {
        _hasHead = false;
        Process(_head);
    }

    public override void Drain(SliceRun run, int slice)
    {
        long end = run.End(slice, _source);
        if (_hasHead)
        {
            ProcessHead();
        }

        while (_cursor.MoveNext(end))
        {
            Process(_places.Of(_cursor, run, slice));
        }

        _scannedTo = Math.Max(_scannedTo, end);
    }

    public void Dispose() => _cursor.Dispose();

    private void Process(in Place place)
    {
        Taken++;
        TakenBytes += _cursor.Bytes;
        context.Enter(_cursor, place);
        long timestamp = _cursor.TimestampMs;
        if (timestamp < 0)
        {
            throw EngineErrors.TimestampNegative(_cursor.Partition, _cursor.Offset, timestamp);
        }

        bool hasKey = _cursor.HasKey;
        bool hasValue = _cursor.HasValue;
        TKey? key = hasKey ? keySerde.Deserialize(_cursor.Key) : default;
        TValue? value = hasValue && needsValue ? valueSerde.Deserialize(_cursor.Value) : default;
        next.Process(new Record<TKey, TValue>(key, hasKey, value, hasValue, timestamp));
    }
}
