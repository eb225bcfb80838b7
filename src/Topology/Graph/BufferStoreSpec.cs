using System.Globalization;

namespace Kappa.Graph;

/// <summary>A store of an operator's own, of records that wait for others: any number for a key and a time.</summary>
/// <param name="name">Its name.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="retentionMs">
/// How long behind the newest one a record is kept, in milliseconds of stream time; null for as long as it waits.
/// </param>
internal sealed class BufferStoreSpec<TKey, TValue>(
    string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long? retentionMs) : StoreSpec(name)
{
    /// <summary>How the bytes of keys are made: a part of the fingerprint, as with windows.</summary>
    private const string KeyCoding = "sorted-1";

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public long? RetentionMs { get; } = retentionMs;

    public override string KeySerdeName => KeySerde.Name;

    public override string ValueSerdeName => ValueSerde.Name;

    public override bool IsInternal => true;

    public override IEnumerable<Setting> Settings => RetentionMs is { } kept
        ? [new("retention-ms", kept.ToString(CultureInfo.InvariantCulture)), new("keys", KeyCoding)]
        : [new("keys", KeyCoding)];

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
