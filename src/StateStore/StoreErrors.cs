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

    public static InvalidOperationException NotCollected() => new(
        "The commit of a store ended without CollectDirty. This is a bug in Kappa.");

    public static InvalidOperationException ChangedDuringCommit() => new(
        "A row changed between CollectDirty and Committed, so the commit would lose it. This is a bug in Kappa.");
}
