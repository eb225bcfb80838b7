using System.Globalization;

namespace Kappa.Graph;

/// <summary>A store of sessions: a row for each key, end and start of a session.</summary>
/// <param name="name">Its name.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="retentionMs">
/// How long behind its end a session's row is kept, in milliseconds of stream time: the gap and the grace, or more.
/// </param>
internal sealed class SessionStoreSpec<TKey, TValue>(
    string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long retentionMs) : StoreSpec(name)
{
    /// <summary>How the bytes of keys are made; a version of a topology keeps it for ever.</summary>
    private const string KeyCoding = "sorted-1";

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public long RetentionMs { get; } = retentionMs;

    public override string KeySerdeName => KeySerde.Name;

    public override string ValueSerdeName => ValueSerde.Name;

    public override IEnumerable<Setting> Settings =>
    [
        new("sessions", "end-start"),
        new("retention-ms", RetentionMs.ToString(CultureInfo.InvariantCulture)),
        new("keys", KeyCoding),
    ];

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
