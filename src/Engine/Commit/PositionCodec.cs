namespace Kappa.Engine;

/// <summary>Codes positions, for the topic <c>INSTANCE.positions</c>, and the short ones that state carries.</summary>
/// <remarks>
/// After the version byte (2), in varints: cut number, clock, event time (zigzag), offset in the cut log; the sources
/// as in the cut log (count, name, partitions); count and ends; count and changelog ends; count and starts. Version 1
/// had no starts: all were 0.
/// </remarks>
internal static class PositionCodec
{
    private const byte Version = 2;
    private const byte WithoutStarts = 1;

    public static void Write(
        ByteWriter writer, Cut cut, long cutLogOffset, CutSources sources, ReadOnlySpan<long> ends,
        long[] changelogEnds, long[] starts)
    {
        writer.Byte(Version);
        writer.Varint(cut.Number);
        writer.Varint(cut.ClockMs);
        writer.Signed(cut.EventTimeMs);
        writer.Varint(cutLogOffset);
        writer.Varint(sources.Topics.Count);
        foreach (SourceTopic topic in sources.Topics)
        {
            writer.Text(topic.Topic);
            writer.Varint(topic.Partitions);
        }

        WriteAll(writer, ends);
        WriteAll(writer, changelogEnds);
        WriteAll(writer, starts);
    }

    public static Position Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        byte version = reader.VersionUpTo(Version);
        var cut = new Cut(reader.Long(), reader.Long(), reader.Signed());
        long cutLogOffset = reader.Long();
        CutSources sources = CutCodec.ReadSources(ref reader);
        long[] ends = ReadAll(ref reader);
        long[] changelogEnds = ReadAll(ref reader);
        long[] starts = version == WithoutStarts ? new long[ends.Length] : ReadAll(ref reader);
        return ends.Length == sources.Count && starts.Length == sources.Count
            ? new Position(cut, cutLogOffset, sources, ends, changelogEnds, starts)
            : throw reader.Damaged();
    }

    private static void WriteAll(ByteWriter writer, ReadOnlySpan<long> values)
    {
        writer.Varint(values.Length);
        foreach (long value in values)
        {
            writer.Varint(value);
        }
    }

    private static long[] ReadAll(ref ByteReader reader)
    {
        var values = new long[reader.Count()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.Long();
        }

        return values;
    }
}
