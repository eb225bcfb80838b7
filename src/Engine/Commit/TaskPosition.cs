namespace Kappa.Engine;

/// <summary>Where a task stands, in the records of the positions topic that carry its name.</summary>
/// <param name="Cut">Number of the cut that it was written with; nothing of the task has changed since.</param>
/// <param name="ChangelogEnds">
/// For each of its stores, by name: the offset behind the last changelog record that belongs to the cut; a restore ends
/// only there (protocols.md 14).
/// </param>
internal sealed record TaskPosition(long Cut, IReadOnlyDictionary<string, long> ChangelogEnds)
{
    private const byte Version = 2;
    private const byte WithoutLanes = 1;

    /// <summary>
    /// In a divided instance, for each exchange that begins in the task: the records sent through each lane.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> LanesOut { get; init; } =
        new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>In a divided instance, for each exchange that ends in the task: how far it is.</summary>
    public IReadOnlyDictionary<string, LanePosition> LanesIn { get; init; } = new Dictionary<string, LanePosition>();

    /// <summary>
    /// Codes it: version byte, cut, count of stores, name and end of each, in the order of names. In version 2 then the
    /// lanes: count of exchanges that begin here, for each its name, count of lanes, records of each; count of those
    /// that end here, for each its name, offset, count of lanes, next record of each.
    /// </summary>
    public void Write(ByteWriter writer)
    {
        bool hasLanes = LanesOut.Count + LanesIn.Count > 0;
        writer.Byte(hasLanes ? Version : WithoutLanes);
        writer.Varint(Cut);
        writer.Varint(ChangelogEnds.Count);
        foreach ((string store, long end) in ChangelogEnds)
        {
            writer.Text(store);
            writer.Varint(end);
        }

        if (!hasLanes)
        {
            return;
        }

        writer.Varint(LanesOut.Count);
        foreach ((string exchange, IReadOnlyList<long> counts) in LanesOut)
        {
            writer.Text(exchange);
            writer.Longs([.. counts]);
        }

        writer.Varint(LanesIn.Count);
        foreach ((string exchange, LanePosition lanes) in LanesIn)
        {
            writer.Text(exchange);
            writer.Varint(lanes.Offset);
            writer.Longs([.. lanes.Next]);
        }
    }

    public static TaskPosition Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        byte version = reader.VersionUpTo(Version);
        long cut = reader.Long();
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int left = reader.Count(); left > 0; left--)
        {
            string store = reader.Text();
            ends[store] = reader.Long();
        }

        var position = new TaskPosition(cut, ends);
        return version == WithoutLanes ? position : position with
        {
            LanesOut = ReadLanesOut(ref reader),
            LanesIn = ReadLanesIn(ref reader),
        };
    }

    private static Dictionary<string, IReadOnlyList<long>> ReadLanesOut(ref ByteReader reader)
    {
        var lanes = new Dictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        for (int left = reader.Count(); left > 0; left--)
        {
            string exchange = reader.Text();
            lanes[exchange] = reader.Longs();
        }

        return lanes;
    }

    private static Dictionary<string, LanePosition> ReadLanesIn(ref ByteReader reader)
    {
        var lanes = new Dictionary<string, LanePosition>(StringComparer.Ordinal);
        for (int left = reader.Count(); left > 0; left--)
        {
            string exchange = reader.Text();
            lanes[exchange] = new LanePosition(reader.Long(), reader.Longs());
        }

        return lanes;
    }
}
