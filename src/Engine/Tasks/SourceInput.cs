using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Reads a source partition: deserialises each record once, its value only if somebody asks.</summary>
internal sealed class SourceInput<TKey, TValue>(
    SourcePosition position, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, bool needsValue, TaskContext context,
    Processor<TKey, TValue> next, TaskFailures failures, bool counts = true, bool findsTimes = false)
    : TaskInput, IDisposable
{
    private readonly PassedOffsets _passed = failures.Of(position.Cursor.Partition);
    private readonly RecordCursor _cursor = position.Cursor;
    private readonly SourcePlaces _places = new(position.Rank, position.OutOfPlace);
    private readonly int _source = position.Source;
    private readonly KeyLookAhead<TKey>? _ahead = KeyLookAhead<TKey>.Of(next);
    private long _scannedTo = position.Offset;
    private long _runEnd;
    private int _nextSlice;
    private bool _hasHead;
    private bool _isReading; // A serde has the record.
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
        _runEnd = run.End(run.Count - 1, _source);
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
        try
        {
            Process(_head);
        }
        catch (Exception error) when (IsPassed(error))
        {
            // It is passed over.
        }
    }

    public override void Drain(SliceRun run, int slice)
    {
        long end = run.End(slice, _source);
        if (_hasHead)
        {
            ProcessHead();
        }

        while (!DrainToNextPassed(run, slice, end))
        {
            // A record was passed over; those behind it come next.
        }

        _scannedTo = Math.Max(_scannedTo, end);
    }

    public void Dispose() => _cursor.Dispose();

    private void Process(in Place place)
    {
        if (_ahead is not null && _ahead.IsDue())
        {
            LookAhead(_ahead);
        }

        Taken += counts ? 1 : 0;
        TakenBytes += _cursor.Bytes;
        context.Enter(_cursor, place);
        long timestamp = _cursor.TimestampMs;
        if (timestamp < 0 && !findsTimes)
        {
            throw EngineErrors.TimestampNegative(_cursor.Partition, _cursor.Offset, timestamp);
        }

        if (_passed.Contains(_cursor.Offset))
        {
            return;
        }

        _isReading = true;
        bool hasKey = _cursor.HasKey;
        bool hasValue = _cursor.HasValue;
        TKey? key = hasKey ? keySerde.Deserialize(_cursor.Key) : default;
        TValue? value = hasValue && needsValue ? valueSerde.Deserialize(_cursor.Value) : default;
        _isReading = false;
        next.Process(new Record<TKey, TValue>(key, hasKey, value, hasValue, timestamp));
    }

    /// <summary>Catches once for many records: in the method of a record it would cost each of them.</summary>
    /// <returns>Whether all was processed; false behind a record that was passed over.</returns>
    private bool DrainToNextPassed(SliceRun run, int slice, long end)
    {
        try
        {
            while (_cursor.MoveNext(end))
            {
                Process(_places.Of(_cursor, run, slice));
            }

            return true;
        }
        catch (Exception error) when (IsPassed(error))
        {
            return false;
        }
    }

    /// <summary>Nothing was done yet with a record that cannot be read: it can be passed over on the spot.</summary>
    private bool IsPassed(Exception error)
    {
        bool isPassed = _isReading && failures.Passes(_cursor, error);
        _isReading = false;
        return isPassed;
    }

    private void LookAhead(KeyLookAhead<TKey> ahead)
    {
        try
        {
            foreach (ReadOnlySpan<byte> key in _cursor.KeysAhead(_runEnd))
            {
                if (!ahead.Expect(keySerde.Deserialize(key)))
                {
                    break;
                }
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A key that its serde cannot read or write is told about with its own record.
        }

        ahead.Load();
    }
}
