namespace Kappa;

/// <summary>A record between two operators.</summary>
/// <remarks>Passed by reference; nothing is allocated for it. A record without a value is a deletion.</remarks>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TValue">Type of the value.</typeparam>
public readonly struct Record<TKey, TValue>
{
    /// <summary>Makes a record; a key or value that is null is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="timestampMs">When it happened, milliseconds since 1970; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is negative: no log takes it.</exception>
    public Record(TKey? key, TValue? value, long timestampMs)
        : this(key, key is not null, value, value is not null, timestampMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestampMs);
    }

    internal Record(TKey? key, bool hasKey, TValue? value, bool hasValue, long timestampMs)
    {
        (Key, HasKey, Value, HasValue, TimestampMs) = (key, hasKey, value, hasValue, timestampMs);
    }

    /// <summary>The key; the default of its type where there is none.</summary>
    public TKey? Key { get; }

    /// <summary>The value; the default of its type where there is none.</summary>
    public TValue? Value { get; }

    /// <summary>When it happened, milliseconds since 1970.</summary>
    public long TimestampMs { get; }

    /// <summary>Whether it has a key: also a struct may be missing.</summary>
    public bool HasKey { get; }

    /// <summary>Whether it has a value; without one it is a deletion.</summary>
    public bool HasValue { get; }

    /// <summary>The same with another key.</summary>
    /// <typeparam name="TNewKey">Type of the new key.</typeparam>
    /// <param name="key">The new key; null for none.</param>
    public Record<TNewKey, TValue> WithKey<TNewKey>(TNewKey? key) =>
        new(key, key is not null, Value, HasValue, TimestampMs);

    /// <summary>The same with another value.</summary>
    /// <typeparam name="TNewValue">Type of the new value.</typeparam>
    /// <param name="value">The new value; null for a deletion.</param>
    public Record<TKey, TNewValue> WithValue<TNewValue>(TNewValue? value) =>
        new(Key, HasKey, value, value is not null, TimestampMs);

    /// <summary>The same without a value: a deletion, also where the values are structs.</summary>
    public Record<TKey, TValue> WithoutValue() => new(Key, HasKey, default, false, TimestampMs);

    /// <summary>The same at another time.</summary>
    /// <param name="timestampMs">Milliseconds since 1970; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is negative: no log takes it.</exception>
    public Record<TKey, TValue> WithTimestamp(long timestampMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestampMs);
        return new Record<TKey, TValue>(Key, HasKey, Value, HasValue, timestampMs);
    }
}
