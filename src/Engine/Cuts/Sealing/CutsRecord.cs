namespace Kappa.Engine;

/// <summary>A record of cuts, taken to its numbers as they are coded: those of one kind compress together.</summary>
/// <remarks>One thread. Reused from record to record.</remarks>
internal sealed class CutsRecord
{
    /// <summary>Most source partitions: damage cannot ask for memory.</summary>
    public const int MostSources = 1_000_000;

    private readonly ByteWriter _writer = new();

    public bool HasBase { get; set; }

    /// <summary>The ordering rule of its cuts.</summary>
    public byte Rule { get; set; }

    /// <summary>Whether size class and boundary follow each cut.</summary>
    public bool HasInfo => Rule >= SliceInfo.OrderingRule;

    /// <summary>Number of the first cut.</summary>
    public long First { get; set; }

    public int Count { get; set; }

    public long BaseClockMs { get; set; }

    public long BaseEventTimeMs { get; set; }

    public List<long> BaseEnds { get; } = [];

    /// <summary>
    /// Of each cut: clock difference, event time difference (zigzag), count of partitions that moved, and for each of
    /// them gap and offset difference; since rule 2 then size class and boundary.
    /// </summary>
    public List<long> Numbers { get; } = [];

    /// <summary>Takes a record apart.</summary>
    /// <returns>False where it is none of cuts, or would not come back byte for byte.</returns>
    public bool TryRead(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] != CutCodec.Version || value[1] != CutCodec.CutsKind)
        {
            return false;
        }

        try
        {
            Read(value);
        }
        catch (KappaException)
        {
            return false; // Whoever reads it says what is wrong with it.
        }

        _writer.Clear();
        Write(_writer);
        return _writer.Written.SequenceEqual(value);
    }

    /// <summary>Puts it together again.</summary>
    public void Write(ByteWriter writer)
    {
        writer.Byte(CutCodec.Version);
        writer.Byte(CutCodec.CutsKind);
        writer.Byte(HasBase ? CutCodec.WithBase : (byte)0);
        writer.Varint((long)Rule);
        writer.Varint(First);
        writer.Varint(Count);
        if (HasBase)
        {
            writer.Varint(BaseClockMs);
            writer.Signed(BaseEventTimeMs);
            writer.Varint(BaseEnds.Count);
            BaseEnds.ForEach(writer.Varint);
        }

        Numbers.ForEach(writer.Varint);
    }

    private void Read(ReadOnlySpan<byte> value)
    {
        var reader = new ByteReader(value[2..], "a cut");
        byte flags = reader.Byte();
        long rule = reader.Long();
        if (flags > CutCodec.WithBase || rule is < SliceInfo.OwnTimestampRule or > SliceInfo.OrderingRule)
        {
            throw reader.Damaged();
        }

        HasBase = flags != 0;
        Rule = (byte)rule;
        First = reader.Long();
        Count = reader.Count();
        BaseEnds.Clear();
        Numbers.Clear();
        if (HasBase)
        {
            BaseClockMs = reader.Long();
            BaseEventTimeMs = reader.Signed();
            for (int left = reader.Count(); left > 0; left--)
            {
                BaseEnds.Add(reader.Long());
            }
        }

        for (int cut = 0; cut < Count; cut++)
        {
            Numbers.Add(reader.Long());
            Numbers.Add((long)reader.Varint());
            int moved = reader.Count();
            Numbers.Add(moved);
            int source = -1;
            for (int i = 0; i < moved; i++)
            {
                int gap = reader.CountUpTo(MostSources - source - 2);
                source += gap + 1;
                Numbers.Add(gap);
                Numbers.Add(reader.Long());
            }

            if (HasInfo)
            {
                Numbers.Add(reader.CountUpTo(byte.MaxValue));
                Numbers.Add(reader.CountUpTo(MostSources));
            }
        }
    }
}
