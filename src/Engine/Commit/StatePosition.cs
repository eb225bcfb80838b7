namespace Kappa.Engine;

/// <summary>Where a task's stores stand: offset and log generation of each changelog (protocols.md 16).</summary>
/// <param name="Generation">Generation of the log that the offsets belong to.</param>
/// <param name="Cut">The cut that the stores hold.</param>
/// <param name="Stores">Their names; null where an older build has written it, by the place of each store.</param>
/// <param name="ChangelogEnds">For each store of the task, the offset up to which its changelog is in it.</param>
/// <param name="WrittenMs">
/// When it was written, milliseconds since 1970 by the wall clock: what the changelogs hold behind it is newer.
/// </param>
internal sealed record StatePosition(
    long Generation, long Cut, string[]? Stores, long[] ChangelogEnds, long WrittenMs)
{
    private const byte Version = 3;
    private const byte WithoutNames = 2; // Version 1 does not say when it was written either.

    public static void Write(
        ByteWriter writer, long generation, long cut, IReadOnlyList<string> stores, ReadOnlySpan<long> changelogEnds,
        long writtenMs)
    {
        writer.Byte(Version);
        writer.Varint(generation);
        writer.Varint(cut);
        writer.Varint(changelogEnds.Length);
        for (int store = 0; store < changelogEnds.Length; store++)
        {
            writer.Text(stores[store]);
            writer.Varint(changelogEnds[store]);
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
        var stores = new string[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            stores[i] = version > WithoutNames ? reader.Text() : "";
            ends[i] = reader.Long();
        }

        return new StatePosition(
            generation, cut, version > WithoutNames ? stores : null, ends, version == 1 ? 0 : reader.Long());
    }

    /// <summary>Whether it is of these stores, in this order.</summary>
    public bool IsOf(IReadOnlyList<string> stores) =>
        Stores?.SequenceEqual(stores) ?? ChangelogEnds.Length == stores.Count;
}
