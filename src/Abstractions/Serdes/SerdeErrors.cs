namespace Kappa;

/// <summary>What a serde refuses. The caller adds topic, partition and offset.</summary>
internal static class SerdeErrors
{
    private const int ShownBytes = 16;

    public static KappaException BadBytes(
        string serde, ReadOnlySpan<byte> data, string reason, Exception? cause = null) =>
        new("KAP1101", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot read {data.Length} bytes that begin with {Shown(data)}: {reason} " +
            (WireFormat(data) ?? "Give the source the serde that the topic was written with, or let the error policy " +
            "skip such records."), cause);

    public static KappaException CannotWrite(string serde, string reason, Exception? cause = null) =>
        new("KAP1102", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot write a value: {reason} Correct the code that makes the value.", cause);

    public static KappaException NoJson(Type type, string reason, Exception? cause = null) =>
        new("KAP1103", ExitCodes.Mismatch,
            $"System.Text.Json cannot handle the type {TypeNames.Of(type)}: {reason} Change the type, or give its " +
            "serde in Consumed, Produced, Grouped or Materialized.", cause);

    /// <summary>
    /// What to say of bytes in Confluent's wire format: a byte 0, the id of a schema in a registry (32 bits, big
    /// endian), then what that schema describes. Null for others.
    /// </summary>
    public static string? WireFormat(ReadOnlySpan<byte> data) =>
        data.Length > Kappa.WireFormat.HeaderBytes && Kappa.WireFormat.TryRead(data, out int id)
            ? $"They are laid out as Confluent's wire format is: a byte 0, then schema id {id} of a schema registry, " +
              "then Avro, Protobuf or JSON. Give the source a serde with a registry (docs/serdes.md): " +
              "Serdes.JsonSchema, or AvroSerde or ProtobufSerde with WithRegistry."
            : null;

    public static KappaException NoWireFormat(string serde, ReadOnlySpan<byte> data) =>
        new("KAP1104", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot read {data.Length} bytes that begin with {Shown(data)}: they are not in " +
            "Confluent's wire format, which begins with a byte 0 and the 4 bytes of a schema id above 0. Give the " +
            "source the serde without a registry if its writer uses none, or let the error policy skip such " +
            "records.");

    public static KappaException UnknownSchema(string serde, int id) =>
        new("KAP1105", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot read a message of schema id {id}: the schema registry does not know that " +
            "id. Name the registry that its writer uses, or register the schema there again under that id; then go " +
            "on.");

    public static KappaException IncompatibleSchema(
        string serde, int id, string reason, Exception? cause = null) =>
        new("KAP1106", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot read messages of schema id {id}: {reason} Read them in a version of the " +
            "topology whose schema can (in Avro: new fields with defaults, and aliases), or correct the writer.",
            cause);

    public static string Shown(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? "nothing" : "0x" + Convert.ToHexStringLower(data[..Math.Min(data.Length, ShownBytes)]) +
        (data.Length > ShownBytes ? "…" : "");
}
