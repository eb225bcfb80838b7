using System.IO.Compression;

namespace Kappa.Engine;

/// <summary>Makes a sealed block of records of the cut log, as <see cref="CutBlockCodec"/> says.</summary>
/// <remarks>One thread; one block.</remarks>
internal sealed class CutBlockWriter
{
    private const int Quality = 4; // 5 to 9 give larger blocks of few partitions; 11 saves a tenth and takes long.

    private readonly CutState _before;
    private readonly long _start;
    private readonly ByteWriter[] _columns =
        [.. Enumerable.Range(0, CutBlockCodec.ColumnCount).Select(_ => new ByteWriter())];

    private readonly CutsRecord _record = new();
    private long _next;

    /// <param name="before">The state before the block; it is left as it is.</param>
    /// <param name="start">Where the block begins in the cut topic: at the end of the block before.</param>
    public CutBlockWriter(CutState before, long start)
    {
        (_before, State) = (before, before.Copy());
        _start = _next = start;
    }

    /// <summary>The state behind the last record.</summary>
    public CutState State { get; }

    /// <summary>Number of records.</summary>
    public int Records { get; private set; }

    /// <summary>Whether the last record has cuts.</summary>
    public bool EndsWithCuts { get; private set; }

    /// <summary>Bytes of their values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Offset behind the last record.</summary>
    public long End => _next;

    /// <summary>Adds a record.</summary>
    /// <param name="offset">Its offset in the cut topic.</param>
    /// <param name="value">Its value, which comes back byte for byte.</param>
    public void Add(long offset, ReadOnlySpan<byte> value)
    {
        Column(CutColumn.Offsets).Varint(offset - _next);
        _next = offset + 1;
        Records++;
        Bytes += value.Length;
        EndsWithCuts = _record.TryRead(value);
        if (EndsWithCuts)
        {
            Column(CutColumn.Tags).Byte(CutBlockCodec.TagOf(_record));
            AddCuts();
            State.Apply(_record);
            return;
        }

        Column(CutColumn.Tags).Byte(CutBlockCodec.Verbatim);
        Column(CutColumn.Verbatim).Varint(value.Length);
        Column(CutColumn.Verbatim).Bytes(value);
        State.Apply(offset, value);
    }

    /// <summary>Writes the block.</summary>
    public void Write(ByteWriter writer)
    {
        var body = new ByteWriter();
        WriteBody(body);
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(body.Written.Length)];
        BrotliEncoder.TryCompress(body.Written, packed, out int length, Quality, CutBlockCodec.Window);
        writer.Byte(CutBlockCodec.Version);
        writer.Byte(CutBlockCodec.Brotli);
        writer.Varint(_start);
        writer.Varint(End);
        writer.Varint(_before.Cut.Number);
        writer.Varint(State.Cut.Number);
        writer.Varint(body.Written.Length);
        writer.Bytes(packed.AsSpan(0, length));
    }

    private ByteWriter Column(CutColumn column) => _columns[(int)column];

    private void AddCuts()
    {
        Column(CutColumn.Counts).Varint(_record.Count);
        Column(CutColumn.Firsts).Signed(_record.First - State.Cut.Number - 1);
        if (_record.HasBase)
        {
            ByteWriter bases = Column(CutColumn.Bases);
            bases.Signed(_record.BaseClockMs - State.Cut.ClockMs);
            bases.Signed(unchecked(_record.BaseEventTimeMs - State.Cut.EventTimeMs));
            bases.Signed(_record.BaseEnds.Count - State.Ends.Count);
            for (int source = 0; source < _record.BaseEnds.Count; source++)
            {
                bases.Signed(_record.BaseEnds[source] - State.EndOf(source));
            }
        }

        for (int at = 0; at < _record.Numbers.Count;)
        {
            Column(CutColumn.Clocks).Varint(_record.Numbers[at++]);
            Column(CutColumn.EventTimes).Varint(_record.Numbers[at++]);
            long moved = _record.Numbers[at++];
            Column(CutColumn.Moved).Varint(moved);
            for (; moved > 0; moved--)
            {
                Column(CutColumn.Gaps).Varint(_record.Numbers[at++]);
                Column(CutColumn.Ends).Varint(_record.Numbers[at++]);
            }

            if (_record.HasInfo)
            {
                Column(CutColumn.SizeClasses).Varint(_record.Numbers[at++]);
                Column(CutColumn.Boundaries).Varint(_record.Numbers[at++]);
            }
        }
    }

    private void WriteBody(ByteWriter body)
    {
        body.Varint(_before.Cut.ClockMs);
        body.Signed(_before.Cut.EventTimeMs);
        body.Varint(_before.Ends.Count);
        foreach (long end in _before.Ends)
        {
            body.Varint(end);
        }

        (long Offset, byte[] Value)[] carried = [.. _before.Carried];
        body.Varint(carried.Length);
        foreach ((long offset, byte[] value) in carried)
        {
            body.Varint(offset);
            body.Varint(value.Length);
            body.Bytes(value);
        }

        body.Varint(Records);
        foreach (ByteWriter column in _columns)
        {
            body.Varint(column.Written.Length);
        }

        foreach (ByteWriter column in _columns)
        {
            body.Bytes(column.Written);
        }
    }
}
