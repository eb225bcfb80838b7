using System.Text.Json;

namespace Kappa.Cli;

/// <summary>
/// Reads fields of an answer. One that is missing is like one that is null, so that a worker may be older.
/// </summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) &&
        value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Text, or the JSON of what is no text.</summary>
    public static string? Text(this JsonElement of, string name) => of.Field(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    public static long? Count(this JsonElement of, string name) => of.Number(name) is { } number ? (long)number : null;

    public static double? Number(this JsonElement of, string name) =>
        of.Field(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public static bool Flag(this JsonElement of, string name) => of.Field(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) =>
        of.Field(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}
