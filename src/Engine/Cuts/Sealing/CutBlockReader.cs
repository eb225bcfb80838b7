namespace Kappa.Engine;

/// <summary>Reads the body of a sealed block, as <see cref="CutBlockCodec"/> says.</summary>
/// <remarks>One block.</remarks>
internal sealed class CutBlockReader(CutBlockHeader header)
{
    private readonly List<(long Offset, int End)> _records = [];
    private readonly ByteWriter _values = new();
    private readonly CutState _state = new();
    private readonly CutsRecord _record = new();

    public CutBlock Read(ReadOnlySpan<byte> body, int columnCount, string what)
    {
        var reader = new ByteReader(body, what);
        ReadStart(ref reader);
        CutState before = _state.Copy();
        int records = reader.Count();
        var columns = new CutColumns(ref reader, columnCount, what);
        long next = header.Start;
        for (int record = 0; record < records; record++)
        {
            long offset = next + columns.Offsets.Long();
            next = offset + 1;
            ReadRecord(ref columns, offset);
        }

        return next == header.End || records == 0
            ? new CutBlock(header, before, _state, _values.Written.ToArray(), _records)
            : throw reader.Damaged();
    }

    private void ReadStart(ref ByteReader reader)
    {
        var cut = new Cut(header.Before, reader.Long(), reader.Signed());
        long[] ends = new long[reader.Count()];
        for (int source = 0; source < ends.Length; source++)
        {
            ends[source] = reader.Long();
        }

        for (int carried = reader.Count(); carried > 0; carried--)
        {
            long offset = reader.Long();
            ReadOnlySpan<byte> value = reader.Bytes(reader.Count());
            _values.Bytes(value);
            _records.Add((offset, _values.Written.Length));
            _state.Apply(offset, value);
        }

        _state.Begin(cut, ends);
    }

    private void ReadRecord(ref CutColumns columns, long offset)
    {
        byte tag = columns.Tags.Byte();
        if (tag == CutBlockCodec.Verbatim)
        {
            ReadOnlySpan<byte> value = columns.Verbatim.Bytes(columns.Verbatim.Count());
            _values.Bytes(value);
            _state.Apply(offset, value);
        }
        else if (!CutBlockCodec.TryTakeTag(tag, _record))
        {
            throw columns.Tags.Damaged();
        }
        else
        {
            ReadCuts(ref columns);
            _record.Write(_values);
            _state.Apply(_record);
        }

        _records.Add((offset, _values.Written.Length));
    }

    private void ReadCuts(ref CutColumns columns)
    {
        _record.Count = columns.Counts.CountUpTo(int.MaxValue);
        _record.First = _state.Cut.Number + 1 + columns.Firsts.Signed();
        _record.BaseEnds.Clear();
        _record.Numbers.Clear();
        if (_record.HasBase)
        {
            ReadBase(ref columns.Bases);
        }

        for (int cut = 0; cut < _record.Count; cut++)
        {
            _record.Numbers.Add(columns.Clocks.Long());
            _record.Numbers.Add((long)columns.EventTimes.Varint());
            int moved = columns.Moved.CountUpTo(CutsRecord.MostSources);
            _record.Numbers.Add(moved);
            int source = -1;
            for (int i = 0; i < moved; i++)
            {
                int gap = columns.Gaps.CountUpTo(CutsRecord.MostSources - source - 2);
                source += gap + 1;
                _record.Numbers.Add(gap);
                _record.Numbers.Add(columns.Ends.Long());
            }

            if (_record.HasInfo)
            {
                _record.Numbers.Add(columns.SizeClasses.CountUpTo(byte.MaxValue));
                _record.Numbers.Add(columns.Boundaries.CountUpTo(CutsRecord.MostSources));
            }
        }
    }

    private void ReadBase(ref ByteReader bases)
    {
        _record.BaseClockMs = _state.Cut.ClockMs + bases.Signed();
        _record.BaseEventTimeMs = unchecked(_state.Cut.EventTimeMs + bases.Signed());
        long count = _state.Ends.Count + bases.Signed();
        for (int source = 0; source < count; source++)
        {
            _record.BaseEnds.Add(_state.EndOf(source) + bases.Signed());
        }
    }
}
