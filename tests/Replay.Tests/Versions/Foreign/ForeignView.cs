using System.Text;
using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>The only store of a foreign version.</summary>
internal sealed class ForeignView(ForeignState state, AsOf asOf) : IStoreView
{
    public AsOf AsOf => asOf;

    public bool HasWindows => false;

    public StoreEntry? Get(string key) =>
        state.Rows.TryGetValue(key, out string? value) ? Entry(key, value) : null;

    public IReadOnlyList<StoreEntry?> GetMany(IReadOnlyList<string> keys) => [.. keys.Select(Get)];

    public IEnumerable<StoreEntry> Scan(KeyRange range) => state.Rows
        .Where(row => row.Key.StartsWith(range.Prefix ?? "", StringComparison.Ordinal)
            && (range.After is null || string.CompareOrdinal(row.Key, range.After) > 0))
        .Select(row => Entry(row.Key, row.Value));

    public IEnumerable<StoreEntry> Windows(string key, long fromMs, long toMs, bool backward, string? after) =>
        throw new NotSupportedException("This version has no windows.");

    public IEnumerable<StoreRow> ScanBytes() => state.Rows.Select(row => new StoreRow(
        Encoding.UTF8.GetBytes(row.Key), Encoding.UTF8.GetBytes(row.Value), 1));

    public StoreEntry ToEntry(in StoreRow row) =>
        Entry(Encoding.UTF8.GetString(row.Key), Encoding.UTF8.GetString(row.Value));

    public void Dispose()
    {
    }

    private static StoreEntry Entry(string key, string value) =>
        new(key, JsonSerializer.Serialize(value), 1);
}
