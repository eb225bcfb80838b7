namespace Kappa;

/// <summary>A record whose key stays as it is: it can only be made of another one.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TValue">Type of the value.</typeparam>
public readonly struct FixedKeyRecord<TKey, TValue>
{
    internal FixedKeyRecord(in Record<TKey, TValue> record) => Record = record;

    /// <inheritdoc cref="Record{TKey,TValue}.Key"/>
    public TKey? Key => Record.Key;

    /// <inheritdoc cref="Record{TKey,TValue}.Value"/>
    public TValue? Value => Record.Value;

    /// <inheritdoc cref="Record{TKey,TValue}.TimestampMs"/>
    public long TimestampMs => Record.TimestampMs;

    /// <inheritdoc cref="Record{TKey,TValue}.HasKey"/>
    public bool HasKey => Record.HasKey;

    /// <inheritdoc cref="Record{TKey,TValue}.HasValue"/>
    public bool HasValue => Record.HasValue;

    internal Record<TKey, TValue> Record { get; }

    /// <inheritdoc cref="Record{TKey,TValue}.WithValue{TNewValue}(TNewValue)"/>
    public FixedKeyRecord<TKey, TNewValue> WithValue<TNewValue>(TNewValue? value) => new(Record.WithValue(value));

    /// <inheritdoc cref="Record{TKey,TValue}.WithoutValue"/>
    public FixedKeyRecord<TKey, TValue> WithoutValue() => new(Record.WithoutValue());

    /// <inheritdoc cref="Record{TKey,TValue}.WithTimestamp(long)"/>
    public FixedKeyRecord<TKey, TValue> WithTimestamp(long timestampMs) => new(Record.WithTimestamp(timestampMs));
}
