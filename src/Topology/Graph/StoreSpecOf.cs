namespace Kappa.Graph;

/// <summary>A store with one row for each key.</summary>
internal class StoreSpec<TKey, TValue>(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde,
    bool isInternal = false)
    : StoreSpec(name)
{
    public override bool IsInternal => isInternal;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public override string KeySerdeName => KeySerde.Name;

    public override string ValueSerdeName => ValueSerde.Name;

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
