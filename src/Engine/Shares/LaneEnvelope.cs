namespace Kappa.Engine;

/// <summary>
/// What a lane record carries beside key, value and timestamp: it stands before the value, in varints.
/// </summary>
/// <remarks>
/// Version byte; number of the division; lane (the upstream task's partition); number of the record in its lane; cut
/// and reach of its slice; place (timestamp zigzag, offset) and source (0 for a timer, else index among the version's
/// source topics plus one, partition) of what caused it; length of its headers plus one, and those; whether it has a
/// value; the value. Ranks change when other versions add sources, so the source stands there instead.
/// </remarks>
internal static class LaneEnvelope
{
    private const byte Version = 1;

    /// <summary>Codes what comes before the value.</summary>
    public static void Write(
        ByteWriter writer, long division, int lane, long number, SliceName slice, in Place place, int sourceTopic,
        int sourcePartition, ReadOnlySpan<byte> headers, bool hasValue)
    {
        writer.Byte(Version);
        writer.Varint(division);
        writer.Varint(lane);
        writer.Varint(number);
        writer.Varint(slice.Cut);
        writer.Varint(slice.Reach);
        writer.Signed(place.TimestampMs);
        writer.Signed(place.Offset);
        writer.Varint(sourceTopic + 1);
        writer.Varint(sourcePartition);
        writer.Varint(headers.Length);
        writer.Bytes(headers);
        writer.Byte(hasValue ? (byte)1 : (byte)0);
    }

    /// <summary>Reads what tells whose record it is.</summary>
    public static (long Division, int Lane, long Number) ReadLane(ref ByteReader reader, int lanes)
    {
        reader.VersionUpTo(Version);
        return (reader.Long(), reader.CountUpTo(lanes - 1), reader.Long());
    }

    /// <summary>Reads the rest up to the value.</summary>
    /// <param name="reader">Behind <see cref="ReadLane"/>.</param>
    /// <param name="sources">The source topics of the version.</param>
    /// <param name="rankOf">The rank that a source partition has here.</param>
    public static (SliceName Slice, Place Place, TopicPartition Source, byte[]? Headers, bool HasValue) ReadRest(
        ref ByteReader reader, IReadOnlyList<SourceTopic> sources, Func<TopicPartition, int> rankOf)
    {
        var slice = new SliceName(reader.Long(), reader.Long());
        (long timestampMs, long offset) = (reader.Signed(), reader.Signed());
        int topic = reader.CountUpTo(sources.Count) - 1;
        int partition = reader.CountUpTo(int.MaxValue);
        int length = reader.Count();
        byte[]? headers = length == 0 ? null : reader.Bytes(length).ToArray();
        bool hasValue = reader.CountUpTo(1) == 1;
        TopicPartition source = topic < 0 ? default : new TopicPartition(sources[topic].Topic, partition);
        var place = new Place(timestampMs, topic < 0 ? -1 : rankOf(source), offset);
        return (slice, place, source, headers, hasValue);
    }
}
