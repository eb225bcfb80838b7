namespace Kappa.Engine;

/// <summary>Codes positions, for the topic <c>INSTANCE.positions</c>, and the short ones that state carries.</summary>
/// <remarks>
/// After the version byte (3), in varints: cut number, clock, event time (zigzag), offset in the cut log; the sources
/// as in the cut log (count, name, partitions); count and ends; count and starts; the offset in the topic from which on
/// the positions of the tasks are found. Version 2 had count and changelog ends before the starts, and no offset.
/// Version 1 had no starts either: all were 0.
/// </remarks>
internal static class PositionCodec
{
    private const byte Version = 3;
    private const byte WithoutTasks = 2;
    private const byte WithoutStarts = 1;

    public static void Write(
        ByteWriter writer, Cut cut, long cutLogOffset, CutSources sources, ReadOnlySpan<long> ends,
        ReadOnlySpan<long> starts, long tasksFrom)
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

        writer.Longs(ends);
        writer.Longs(starts);
        writer.Varint(tasksFrom);
    }

    public static Position Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        byte version = reader.VersionUpTo(Version);
        var cut = new Cut(reader.Long(), reader.Long(), reader.Signed());
        long cutLogOffset = reader.Long();
        CutSources sources = CutCodec.ReadSources(ref reader);
        long[] ends = reader.Longs();
        long[] changelogEnds = version <= WithoutTasks ? reader.Longs() : [];
        long[] starts = version == WithoutStarts ? new long[ends.Length] : reader.Longs();
        long? tasksFrom = version <= WithoutTasks ? null : reader.Long();
        return ends.Length == sources.Count && starts.Length == sources.Count
            ? new Position(cut, cutLogOffset, sources, ends, starts)
            {
                ChangelogEnds = changelogEnds,
                TasksFrom = tasksFrom,
            }
            : throw reader.Damaged();
    }
}
