using System.Buffers;
using System.Text;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Prints how two moments of a table differ: rows, their fields, and a count of each.</summary>
/// <param name="context">Where to.</param>
/// <param name="topic">The topic.</param>
/// <param name="old">The one moment, as it was named.</param>
/// <param name="new">The other one; null for now.</param>
internal sealed class SnapshotDiffOutput(CliContext context, string topic, string old, string? @new)
{
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";
    private const int WidestKey = 40;

    /// <summary>For people: the first differences, then the counts.</summary>
    public void WriteText(TableDiff diff, int limit)
    {
        List<RowDifference> first = [];
        foreach (RowDifference difference in diff.Walk())
        {
            if (first.Count < limit)
            {
                first.Add(difference);
            }
        }

        int widest = Math.Min(WidestKey, first.Select(row => Printable.Of(row.Key).Length).DefaultIfEmpty().Max());
        first.ForEach(row => WriteLine(row, widest));
        long more = diff.Inserts + diff.Updates + diff.Deletes - first.Count;
        if (more > 0)
        {
            context.Out.WriteLine($"  ... and {QuantityText.Full(more)} more; -o ndjson gives all");
        }

        context.Out.WriteLine(
            $"{topic} from {old} to {@new ?? "now"}: {QuantityText.Full(diff.Inserts)} inserted, " +
            $"{QuantityText.Full(diff.Updates)} updated, {QuantityText.Full(diff.Deletes)} deleted, " +
            $"{QuantityText.Full(diff.Unchanged)} unchanged");
        if (diff.Fields.Count > 0)
        {
            context.Out.WriteLine($"  updated fields: {SnapshotText.Fields(diff.Fields)}");
        }
    }

    /// <summary>One JSON object with the counts and the first differences.</summary>
    public void WriteJson(TableDiff diff, int limit)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AnswerJson.Write(buffer, writer =>
        {
            WriteMoments(writer);
            writer.WriteStartArray("samples");
            int written = 0;
            foreach (RowDifference difference in diff.Walk())
            {
                if (written++ < limit)
                {
                    writer.WriteStartObject();
                    WriteDifference(writer, difference);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndArray();
            WriteCounts(writer, diff);
        });
        context.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>All differences, a line each, between one that says what is compared and one that counts.</summary>
    public void WriteLines(TableDiff diff)
    {
        WriteLine(writer =>
        {
            writer.WriteStartObject("meta");
            WriteMoments(writer);
            writer.WriteEndObject();
        });
        foreach (RowDifference difference in diff.Walk())
        {
            WriteLine(writer => WriteDifference(writer, difference));
        }

        WriteLine(writer =>
        {
            writer.WriteStartObject("end");
            writer.WriteNumber("count", diff.Inserts + diff.Updates + diff.Deletes);
            writer.WriteBoolean("complete", true);
            WriteCounts(writer, diff);
            writer.WriteEndObject();
        });
    }

    private void WriteLine(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AnswerJson.Write(buffer, members);
        context.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private void WriteLine(RowDifference row, int widest)
    {
        (string sign, string color, string text) = row.Operation switch
        {
            "delete" => ("-", Red, FieldDifference.Fields(ValueOf(row.Old))),
            "insert" => ("+", Green, FieldDifference.Fields(ValueOf(row.New))),
            _ => ("~", Yellow, FieldDifference.Of(ValueOf(row.Old), ValueOf(row.New))),
        };
        string head = $"{sign} {Printable.Of(row.Key).PadRight(widest)}";
        context.Out.WriteLine($"  {(context.OutputHasColor ? $"{color}{head}{Plain}" : head)}   {text}");
    }

    private void WriteMoments(Utf8JsonWriter writer)
    {
        writer.WriteString("topic", topic);
        writer.WriteString("old", old);
        writer.WriteString("new", @new);
    }

    private static void WriteDifference(Utf8JsonWriter writer, RowDifference difference)
    {
        writer.WriteString("difference", difference.Operation);
        writer.WriteString("key", difference.Key);
        WriteValue(writer, "old", difference.Old);
        WriteValue(writer, "new", difference.New);
    }

    private static void WriteCounts(Utf8JsonWriter writer, TableDiff diff)
    {
        writer.WriteBoolean("same", diff.IsSame);
        writer.WriteNumber("inserts", diff.Inserts);
        writer.WriteNumber("updates", diff.Updates);
        writer.WriteNumber("deletes", diff.Deletes);
        writer.WriteNumber("unchanged", diff.Unchanged);
        writer.WriteStartObject("fields");
        foreach ((string name, long count) in diff.Fields)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, string? value)
    {
        writer.WritePropertyName(name);
        if (ValueOf(value) is { } element)
        {
            element.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>A row; what somebody else wrote and is no JSON is a text.</summary>
    private static JsonElement? ValueOf(string? value)
    {
        if (value is null)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(value);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(value, SnapshotJson.Default.String);
        }
    }
}
