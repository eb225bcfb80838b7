namespace Kappa.Graph;

/// <summary>Rows that are held back: one for each key, with the time from which it waits.</summary>
/// <param name="name">Its name.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the rows.</param>
internal sealed class HeldStoreSpec<TKey, TValue>(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    : StoreSpec(name)
{
    /// <summary>How the bytes of keys and rows are made; a version of a topology keeps it for ever.</summary>
    private const string RowCoding = "sorted-1";

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public override string KeySerdeName => KeySerde.Name;

    public override string ValueSerdeName => ValueSerde.Name;

    public override bool IsInternal => true;

    public override IEnumerable<Setting> Settings => [new("held-back", RowCoding)];

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
