namespace Kappa.Graph;

/// <summary>What mappers do to a deletion that comes from a table's ToStream.</summary>
internal static class DeletionRisks
{
    /// <summary>Of an operator that makes values; null where structs let a deletion by.</summary>
    public static string? OfNewValues<TValue>() => default(TValue) is null
        ? "is called with null for a row that left, and what it returns becomes a row. Map the table instead, before " +
            "ToStream(): KTable.MapValues lets deletions by."
        : null;

    /// <summary>Of an operator that makes keys; null where it can tell a deletion by its value.</summary>
    public static string? OfNewKeys<TValue>() => default(TValue) is not null
        ? "is called with the default value for a row that left, so that the deletion may get the key of another " +
            "row. Make the new key from the key alone, or read the values as " +
            $"{TypeNames.Of(typeof(TValue))}?, which is null then."
        : null;

    /// <summary>Of an operator that makes keys and values.</summary>
    public static string OfNewRows<TValue>() => OfNewKeys<TValue>() ?? OfNewValues<TValue>()!;
}
