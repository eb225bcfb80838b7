using System.Text;
using System.Text.Json;

namespace Kappa.Sources;

/// <summary>What is wrong with records that should be rows. The engine adds topic, partition and offset.</summary>
internal static class RowErrors
{
    public static KappaException NoRow(ReadOnlySpan<byte> data) => Error("KAP8050",
        $"The value is no row of a snapshot: it begins with {SerdeErrors.Shown(data)}, and a row is a JSON object. " +
        (SerdeErrors.WireFormat(data) ?? "`kappa snapshot apply` writes rows; somebody else wrote this record. Read " +
        "the topic with builder.Table and the serde that it was written with, or read another topic."));

    public static KappaException NoEnvelope(ReadOnlySpan<byte> data, string reason) => Error("KAP8051",
        $"The value is no change event of Debezium: {Sentence(reason)} " +
        (SerdeErrors.WireFormat(data) ?? "Read rows without an envelope, such as ExtractNewRecordState makes them, " +
        "with builder.Table; of others let the connector write JSON (value.converter=" +
        "org.apache.kafka.connect.json.JsonConverter)."));

    public static KappaException NoKey() => Error("KAP8052",
        "The change event has no key, so nobody knows which row it is of: the table has no primary key. Give it " +
        "one, or name its columns to the connector (message.key.columns), and let it fill a new topic.");

    public static KappaException NoKeyColumns(ReadOnlySpan<byte> data, string reason) => Error("KAP8052",
        $"The key is no JSON object of key columns, as Debezium writes it: {Sentence(reason)} " +
        (SerdeErrors.WireFormat(data) ?? "Let the connector write keys as JSON (key.converter=" +
        "org.apache.kafka.connect.json.JsonConverter), or read another topic."));

    public static KappaException OtherColumns(string found, IReadOnlyList<string>? expected) => Error("KAP8052",
        expected is null
            ? "The key has no columns, so nobody knows which row it is of. Read another topic."
            : $"The key has the columns {found}, and DebeziumTable expects {string.Join(", ", expected)}. Name " +
                "those that the topic has, in the order of --key, or leave them out.");

    public static KappaException KeyColumn(string column, JsonTokenType kind) => Error("KAP8052",
        $"The key column '{column}' is " +
        (kind == JsonTokenType.Number ? "no whole number" : JsonMembers.KindOf(kind)) +
        ", and a key is of texts, whole numbers, true and false. Choose other key columns (message.key.columns of " +
        "the connector), or let it write this one as text.");

    public static KappaException NoAfter(ReadOnlySpan<byte> operation, ReadOnlySpan<byte> after) => Error("KAP8053",
        $"The change event has op '{Text(operation)}' and no row: its field 'after' is " +
        (after.IsEmpty ? "missing or null" : "no JSON object") +
        ". It was changed on its way, or its connector is one that sends no whole rows. Let events through as the " +
        "connector of a relational database makes them.");

    public static KappaException Truncated() => Error("KAP8054",
        "The table was truncated in the database (op 't'): the event names no keys, so the rows cannot be deleted " +
        "here one by one. Let the connector fill a new topic from a snapshot of its own, and read that one in a new " +
        "version of the topology; skipped.operations=t, the connector's default, keeps such events away.");

    public static KappaException UnknownOperation(ReadOnlySpan<byte> operation) => Error("KAP8055",
        $"The change event has op '{Text(operation)}', which is not known: c, u, d and r change rows. Read the topic " +
        "of one table; messages and other events belong in topics of their own.");

    public static KappaException NoTime() => Error("KAP8056",
        "The change event does not say when the row changed: its field 'source.ts_ms' is missing or no time since " +
        "1970. It was changed on its way: let the field 'source' through.");

    private static string Text(ReadOnlySpan<byte> operation) =>
        Encoding.UTF8.GetString(operation[..Math.Min(operation.Length, 16)]);

    /// <summary>The reader's places end with a full stop of their own.</summary>
    private static string Sentence(string reason) =>
        $"{char.ToLowerInvariant(reason[0])}{reason[1..]}" + (reason.EndsWith('.') ? "" : ".");

    private static KappaException Error(string code, string message) => new(code, ExitCodes.Mismatch, message);
}
