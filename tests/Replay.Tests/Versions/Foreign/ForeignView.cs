using System.Text;
using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>The only store of a foreign version.</summary>
internal sealed class ForeignView(ForeignState state, AsOf asOf) : IStoreView
{
    public AsOf AsOf => asOf;

    public StoreEntry? Get(string key) =>
        state.Rows.TryGetValue(key, out string? value) ? Entry(key, value) : null;

    public IEnumerable<StoreEntry> Scan(string? prefix = null, string? after = null) => state.Rows
        .Where(row => row.Key.StartsWith(prefix ?? "", StringComparison.Ordinal)
            && (after is null || string.CompareOrdinal(row.Key, after) > 0))
        .Select(row => Entry(row.Key, row.Value));

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
