namespace Kappa.Engine;

/// <summary>Where a task stands, in the records of the positions topic that carry its name.</summary>
/// <param name="Cut">Number of the cut that it was written with; nothing of the task has changed since.</param>
/// <param name="ChangelogEnds">
/// For each of its stores, by name: the offset behind the last changelog record that belongs to the cut; a restore ends
/// only there (protocols.md 14).
/// </param>
internal sealed record TaskPosition(long Cut, IReadOnlyDictionary<string, long> ChangelogEnds)
{
    private const byte Version = 1;

    /// <summary>Codes it: version byte, cut, count of stores, name and end of each, in the order of names.</summary>
    public static void Write(ByteWriter writer, long cut, IReadOnlyList<TaskStore> stores)
    {
        writer.Byte(Version);
        writer.Varint(cut);
        writer.Varint(stores.Count);
        foreach (TaskStore store in stores)
        {
            writer.Text(store.Name);
            writer.Varint(store.ChangelogEnd);
        }
    }

    public static TaskPosition Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        reader.VersionUpTo(Version);
        long cut = reader.Long();
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int left = reader.Count(); left > 0; left--)
        {
            string store = reader.Text();
            ends[store] = reader.Long();
        }

        return new TaskPosition(cut, ends);
    }
}
