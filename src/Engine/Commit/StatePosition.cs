namespace Kappa.Engine;

/// <summary>Where a task's stores stand: offset and log generation of each changelog (protocols.md 16).</summary>
/// <param name="Generation">Generation of the log that the offsets belong to.</param>
/// <param name="Cut">The cut that the stores hold.</param>
/// <param name="ChangelogEnds">For each store of the task, the offset up to which its changelog is in it.</param>
/// <param name="WrittenMs">
/// When it was written, milliseconds since 1970 by the wall clock: what the changelogs hold behind it is newer.
/// </param>
internal sealed record StatePosition(long Generation, long Cut, long[] ChangelogEnds, long WrittenMs)
{
    private const byte Version = 2; // Version 1 does not say when it was written.

    public static void Write(
        ByteWriter writer, long generation, long cut, ReadOnlySpan<long> changelogEnds, long writtenMs)
    {
        writer.Byte(Version);
        writer.Varint(generation);
        writer.Varint(cut);
        writer.Varint(changelogEnds.Length);
        foreach (long end in changelogEnds)
        {
            writer.Varint(end);
        }

        writer.Varint(writtenMs);
    }

    public static StatePosition Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        byte version = reader.VersionUpTo(Version);
        long generation = reader.Long();
        long cut = reader.Long();
        var ends = new long[reader.Count()];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = reader.Long();
        }

        return new StatePosition(generation, cut, ends, version == 1 ? 0 : reader.Long());
    }
}
