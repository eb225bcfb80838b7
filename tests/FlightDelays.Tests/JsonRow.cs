using System.Text.Json;

namespace FlightDelays.Tests;

/// <summary>Compares rows by value: <c>8.0</c> is <c>8</c>, and the order of fields says nothing.</summary>
internal static class JsonRow
{
    /// <summary>The fields that two tables differ in, as <c>ATL.lateShare</c>, with the value each has.</summary>
    public static IEnumerable<string> Differences(
        IReadOnlyDictionary<string, JsonElement> old, IReadOnlyDictionary<string, JsonElement> @new) =>
        from key in old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal)
        from field in Fields(old, key).Union(Fields(@new, key)).Order(StringComparer.Ordinal)
        let before = Text(old, key, field)
        let after = Text(@new, key, field)
        where before != after
        select $"{key}.{field}: {before} -> {after}";

    private static IEnumerable<string> Fields(IReadOnlyDictionary<string, JsonElement> table, string key) =>
        table.TryGetValue(key, out JsonElement row) ? row.EnumerateObject().Select(field => field.Name) : [];

    private static string Text(IReadOnlyDictionary<string, JsonElement> table, string key, string field) =>
        !table.TryGetValue(key, out JsonElement row) || !row.TryGetProperty(field, out JsonElement value) ? "nothing"
        : value.ValueKind == JsonValueKind.Number ? $"{value.GetDouble():R}"
        : value.ValueKind == JsonValueKind.String ? $"'{value.GetString()}'"
        : value.GetRawText();
}
