namespace Kappa.Engine;

/// <summary>The columns of a sealed block, each read from its own beginning.</summary>
internal ref struct CutColumns
{
    public ByteReader Tags;
    public ByteReader Offsets;
    public ByteReader Counts;
    public ByteReader Firsts;
    public ByteReader Bases;
    public ByteReader Clocks;
    public ByteReader EventTimes;
    public ByteReader Moved;
    public ByteReader Gaps;
    public ByteReader Ends;
    public ByteReader Verbatim;
    public ByteReader SizeClasses;
    public ByteReader Boundaries;

    /// <param name="reader">Stands before the lengths of the columns.</param>
    /// <param name="count">How many columns there are.</param>
    /// <param name="what">For the message if one is damaged.</param>
    public CutColumns(ref ByteReader reader, int count, string what)
    {
        Span<int> lengths = stackalloc int[CutBlockCodec.ColumnCount];
        for (int column = 0; column < count; column++)
        {
            lengths[column] = reader.Count();
        }

        Tags = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Tags]), what);
        Offsets = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Offsets]), what);
        Counts = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Counts]), what);
        Firsts = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Firsts]), what);
        Bases = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Bases]), what);
        Clocks = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Clocks]), what);
        EventTimes = new ByteReader(reader.Bytes(lengths[(int)CutColumn.EventTimes]), what);
        Moved = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Moved]), what);
        Gaps = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Gaps]), what);
        Ends = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Ends]), what);
        Verbatim = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Verbatim]), what);
        SizeClasses = new ByteReader(reader.Bytes(lengths[(int)CutColumn.SizeClasses]), what);
        Boundaries = new ByteReader(reader.Bytes(lengths[(int)CutColumn.Boundaries]), what);
    }
}
