using System.Text.Json;
using Kappa.Worker;
using Npgsql;

namespace Kappa.Cli;

/// <summary>A column of a query.</summary>
/// <param name="Name">Its name, escaped.</param>
/// <param name="Write">Writes a value that PostgreSQL gave as text.</param>
internal sealed record PostgresColumn(JsonEncodedText Name, Action<Utf8JsonWriter, string> Write)
{
    /// <exception cref="KappaException">KAP8037: there are none, or two of one name.</exception>
    public static PostgresColumn[] Of(NpgsqlDataReader reader)
    {
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        if (names.Length == 0)
        {
            throw PostgresErrors.NoColumns();
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(name => name.Count() > 1) is { } twice)
        {
            throw PostgresErrors.ColumnTwice(
                twice.Key, Array.IndexOf(names, twice.Key) + 1, Array.LastIndexOf(names, twice.Key) + 1);
        }

        return [.. names.Select((name, i) => new PostgresColumn(
            JsonEncodedText.Encode(name, AnswerJson.Options.Encoder),
            PostgresValues.WriterOf(reader.GetPostgresType(i))))];
    }
}
