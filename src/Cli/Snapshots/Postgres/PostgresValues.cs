using System.Text.Json;
using Npgsql.PostgresTypes;

namespace Kappa.Cli;

/// <summary>
/// The values of PostgreSQL's types as JSON, as those of Parquet are (docs/snapshots.md): a table that comes as the one
/// or the other has the same change log.
/// </summary>
internal static class PostgresValues
{
    private const string HexPrefix = @"\x";
    private const string Utc = "+00";

    /// <summary>Gives what writes a value that PostgreSQL has written as text.</summary>
    public static Action<Utf8JsonWriter, string> WriterOf(PostgresType type) => type switch
    {
        PostgresDomainType domain => WriterOf(domain.BaseType),
        PostgresArrayType array => ArrayOf(array.Element, WriterOf(array.Element)),
        _ => type.InternalName switch
        {
            "int2" or "int4" or "int8" or "oid" or "numeric" or "float4" or "float8" => WriteNumber,
            "bool" => (json, text) => json.WriteBooleanValue(text == "t"),
            "json" or "jsonb" => (json, text) => json.WriteRawValue(text, skipInputValidation: true),
            "bytea" => WriteBytes,
            "timestamp" => (json, text) => json.WriteStringValue(Time(text)),
            "timestamptz" => (json, text) => json.WriteStringValue(UtcTime(text)),
            _ => (json, text) => json.WriteStringValue(text),
        },
    };

    private static Action<Utf8JsonWriter, string> ArrayOf(PostgresType type, Action<Utf8JsonWriter, string> item)
    {
        char separator = type.InternalName == "box" ? ';' : ','; // A box has commas itself.
        return (json, text) => PostgresArray.Write(json, text, separator, item);
    }

    /// <summary>NaN and Infinity are no numbers of JSON.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string text)
    {
        if (char.IsAsciiDigit(text[^1]))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static void WriteBytes(Utf8JsonWriter json, string text) => json.WriteBase64StringValue(
        Convert.FromHexString(text.AsSpan(HexPrefix.Length)));

    /// <summary>RFC 3339; infinity, and what was before Christ, stays as it is.</summary>
    private static string Time(string text) =>
        char.IsAsciiDigit(text[^1]) ? text.Replace(' ', 'T') : text;

    private static string UtcTime(string text) =>
        text.EndsWith(Utc, StringComparison.Ordinal) ? $"{Time(text[..^Utc.Length])}Z" : text;
}
