namespace Kappa.Interpreter;

/// <summary>What goes along an edge: a record of a stream, or a row of a table with what it was before.</summary>
internal readonly record struct Item(object? Key, bool HasKey, object? Value, bool HasValue, long TimestampMs)
{
    public object? Old { get; init; }

    public bool HasOld { get; init; }

    /// <summary>Whether the table keeps versions, and has a later one.</summary>
    public bool IsLate { get; init; }

    public TKey KeyAs<TKey>() => HasKey ? (TKey)Key! : default!;

    public TValue ValueAs<TValue>() => HasValue ? (TValue)Value! : default!;

    public TValue OldAs<TValue>() => HasOld ? (TValue)Old! : default!;

    /// <summary>With another value; null is none.</summary>
    public Item WithValue(object? value) => this with { Value = value, HasValue = value is not null };

    /// <summary>With another key; null is none.</summary>
    public Item WithKey(object? key) => this with { Key = key, HasKey = key is not null };

    /// <summary>An update of a row: what it is and what it was; null is none.</summary>
    public static Item Change(object? key, object? now, object? old, long timestampMs) =>
        new(key, true, now, now is not null, timestampMs) { Old = old, HasOld = old is not null };
}
