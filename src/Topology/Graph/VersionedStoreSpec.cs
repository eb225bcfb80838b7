using System.Globalization;

namespace Kappa.Graph;

/// <summary>A store of a table whose rows keep their history.</summary>
/// <param name="name">Its name.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="historyMs">How far back it can be asked for what was, in milliseconds of stream time.</param>
internal sealed class VersionedStoreSpec<TKey, TValue>(
    string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long historyMs)
    : StoreSpec<TKey, TValue>(name, keySerde, valueSerde)
{
    /// <summary>How the bytes of keys are made: a part of the fingerprint, as with windows.</summary>
    private const string KeyCoding = "sorted-1";

    public long HistoryMs { get; } = historyMs;

    public override IEnumerable<Setting> Settings =>
        [new("history-ms", HistoryMs.ToString(CultureInfo.InvariantCulture)), new("keys", KeyCoding)];

    public override TResult Accept<TResult>(IStoreVisitor<TResult> visitor) => visitor.Visit(this);
}
