namespace Kappa.Engine;

/// <summary>
/// The past of a source that was added to a topology's cuts later: its range that the recorded cuts do not name.
/// </summary>
/// <remarks>Made once, when the first version that reads the source is replayed, and used by every later one.</remarks>
/// <param name="topic">The source.</param>
/// <param name="cut">The last cut that was recorded without it.</param>
/// <param name="starts">The first offset of each partition.</param>
internal abstract class SourcePast(SourceTopic topic, long cut, long[] starts)
{
    public SourceTopic Topic { get; } = topic;

    /// <summary>The last cut that was recorded without it; the cuts behind it go on at <see cref="Ends"/>.</summary>
    public long Cut { get; } = cut;

    public long[] Starts { get; } = starts;

    /// <summary>Where the past ends.</summary>
    public abstract long[] Ends { get; }

    /// <summary>How far the source is at a recorded cut.</summary>
    public abstract long[] EndsAt(Cut cut);

    /// <summary>Reads a record of the cut log that holds a past, or a piece of one.</summary>
    public static SourcePast Read(byte kind, ref ByteReader reader)
    {
        var pasts = new List<SourcePast>();
        Read(kind, ref reader, pasts);
        return pasts[0];
    }

    /// <summary>Reads a record of the cut log, and adds it to what was read of its topic before.</summary>
    public static void Read(byte kind, ref ByteReader reader, List<SourcePast> pasts)
    {
        if (kind == CutCodec.AddedSourceKind)
        {
            AddedSourceCodec.Read(ref reader, pasts);
        }
        else
        {
            SourceHistoryCodec.Read(ref reader, pasts);
        }
    }
}
