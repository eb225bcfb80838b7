namespace Kappa.StateStores;

/// <summary>The errors of state stores; their entries are in docs/errors.md.</summary>
internal static class StoreErrors
{
    public static KappaException KeysDifferButBytesDoNot(Type type, ReadOnlySpan<byte> key) => new(
        "KAP3004",
        ExitCodes.Mismatch,
        $"Two keys of type {type} are not equal but have the same bytes (in hexadecimal, the first 64 at most: " +
        $"{Convert.ToHexString(key[..Math.Min(64, key.Length)])}), so one row would be counted as two. " +
        $"Take {nameof(ISerde<>.EqualsComparesBytes)} from their serde, or let it write all that Equals compares.");

    public static KappaException KeyOfOtherLength(string serde, int written, int promised) => new(
        "KAP3006",
        ExitCodes.Mismatch,
        $"The serde '{serde}' wrote {written} bytes for a key, but says in {nameof(ISerde<>.SortedBytes)} that every " +
        $"key has {promised}, so keys and what follows them could not be told apart. Take " +
        $"{nameof(ISerde<>.SortedBytes)} from the serde, or let it write as many bytes as it says.");

    public static KappaException KeyUnreadable(string serde, ReadOnlySpan<byte> row) => new(
        "KAP3007",
        ExitCodes.Mismatch,
        $"A row of a store begins with no key of the serde '{serde}' (in hexadecimal, the first 64 bytes at most: " +
        $"{Convert.ToHexString(row[..Math.Min(64, row.Length)])}). Either its changelog has a record that somebody " +
        "else wrote, or the serde was changed without a new version of the topology: register one.");

    public static InvalidOperationException NotCollected() => new(
        "The commit of a store ended without CollectDirty. This is a bug in Kappa.");

    public static InvalidOperationException ChangedDuringCommit() => new(
        "A row changed between CollectDirty and Committed, so the commit would lose it. This is a bug in Kappa.");
}
