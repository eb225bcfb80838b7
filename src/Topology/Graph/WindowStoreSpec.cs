using System.Globalization;

namespace Kappa.Graph;

/// <summary>A store of windows: a row for each key and start of a window.</summary>
/// <param name="name">Its name.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="sizeMs">Length of each window, in milliseconds.</param>
/// <param name="advanceMs">From the start of a window to that of the next one, in milliseconds.</param>
/// <param name="retentionMs">
/// How long behind its start a window's row is kept, in milliseconds of stream time: its length and its grace, or more.
/// </param>
internal sealed class WindowStoreSpec<TKey, TValue>(
    string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long sizeMs, long advanceMs, long retentionMs)
    : StoreSpec(name)
{
    /// <summary>
    /// How the bytes of keys are made. Changelogs have them too: a version of a topology keeps its coding for ever, so
    /// it is a part of the fingerprint that the registry has.
    /// </summary>
    private const string KeyCoding = "sorted-1";

    public ISerde<TKey> KeySerde { get; } = keySerde;

    public ISerde<TValue> ValueSerde { get; } = valueSerde;

    public long SizeMs { get; } = sizeMs;

    public long AdvanceMs { get; } = advanceMs;

    public long RetentionMs { get; } = retentionMs;

    public override string KeySerdeName => KeySerde.Name;

    public override string ValueSerdeName => ValueSerde.Name;

    public override IEnumerable<Setting> Settings =>
    [
        new("window-ms", SizeMs.ToString(CultureInfo.InvariantCulture)),
        new("retention-ms", RetentionMs.ToString(CultureInfo.InvariantCulture)),
        new("keys", KeyCoding),
    ];

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
