using System.Text.Json;
using Kappa.Engine;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>Writes comparisons of tables.</summary>
internal static class DiffJson
{
    public static void WriteTables(
        Utf8JsonWriter writer, string name, IReadOnlyList<TableComparison> tables, bool withSamples)
    {
        writer.WriteStartArray(name);
        foreach (TableComparison table in tables)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", CamelCase(table.Kind));
            writer.WriteString("name", table.Name);
            writer.WriteNumber("same", table.Same);
            writer.WriteNumber("changed", table.Changed);
            writer.WriteNumber("onlyOld", table.OnlyOld);
            writer.WriteNumber("onlyNew", table.OnlyNew);
            if (table.Kind == TableKind.Output)
            {
                writer.WriteNumber("publishes", table.Publishes);
                writer.WriteNumber("deletes", table.Deletes);
            }

            if (withSamples)
            {
                WriteSamples(writer, table);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the key and both rows, without the braces around them.</summary>
    public static void WriteRows(Utf8JsonWriter writer, RowDifference difference)
    {
        writer.WriteString("key", (difference.Old ?? difference.New)!.Key);
        WriteRow(writer, "old", difference.Old);
        WriteRow(writer, "new", difference.New);
    }

    public static string CamelCase<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void WriteSamples(Utf8JsonWriter writer, TableComparison table)
    {
        writer.WriteStartArray("samples");
        foreach (RowDifference difference in table.Samples)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", CamelCase(difference.Kind));
            WriteRows(writer, difference);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter writer, string name, StoreEntry? row)
    {
        if (row is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WritePropertyName(name);
        ReadableJson.Write(writer, row.ValueJson);
    }
}
