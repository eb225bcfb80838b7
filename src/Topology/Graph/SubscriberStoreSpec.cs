namespace Kappa.Graph;

/// <summary>
/// A store of subscribers: a row for each foreign key and key of the left table of a foreign-key join. The engine's
/// own: nobody names or asks for it.
/// </summary>
internal sealed class SubscriberStoreSpec<TForeign, TKey, TValue>(
    string name, ISerde<TForeign> foreignSerde, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : StoreSpec(name)
{
    /// <summary>How the bytes of keys are made; changelogs have them too.</summary>
    private const string KeyCoding = "subscribers-1";

    public ISerde<TForeign> ForeignSerde { get; } = foreignSerde;

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public override bool IsInternal => true;

    public override string KeySerdeName => $"{ForeignSerde.Name}, {KeySerde.Name}";

    public override string ValueSerdeName => ValueSerde.Name;

    public override IEnumerable<Setting> Settings => [new("keys", KeyCoding)];

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
