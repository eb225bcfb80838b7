namespace Kappa.Engine;

/// <summary>Codes positions, for the topic <c>INSTANCE.positions</c>, and the short ones that state carries.</summary>
/// <remarks>
/// After the version byte (1), in varints: cut number, clock, event time (zigzag), offset in the cut log; the sources
/// as in the cut log (count, name, partitions); count and ends; count and changelog ends.
/// </remarks>
internal static class PositionCodec
{
    private const byte Version = 1;

    public static void Write(
        ByteWriter writer, Cut cut, long cutLogOffset, CutSources sources, ReadOnlySpan<long> ends,
        long[] changelogEnds)
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
    }

    public static Position Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        reader.ExpectVersion(Version);
        var cut = new Cut(reader.Long(), reader.Long(), reader.Signed());
        long cutLogOffset = reader.Long();
        CutSources sources = CutCodec.ReadSources(ref reader);
        return new Position(cut, cutLogOffset, sources, ReadAll(ref reader), ReadAll(ref reader));
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
