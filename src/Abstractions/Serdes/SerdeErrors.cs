using System.Buffers.Binary;

namespace Kappa;

/// <summary>What a serde refuses. The caller adds topic, partition and offset.</summary>
internal static class SerdeErrors
{
    private const int ShownBytes = 16;
    private const int WireFormatPrefix = 5;

    public static KappaException BadBytes(
        string serde, ReadOnlySpan<byte> data, string reason, Exception? cause = null) =>
        new("KAP1101", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot read {data.Length} bytes that begin with {Shown(data)}: {reason} " +
            (WireFormat(data) ?? "Give the source the serde that the topic was written with, or let the error policy " +
            "skip such records."), cause);

    public static KappaException CannotWrite(string serde, string reason, Exception cause) =>
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
        data.Length > WireFormatPrefix && data[0] == 0
        && BinaryPrimitives.ReadInt32BigEndian(data[1..]) is > 0 and var id
            ? $"They are laid out as Confluent's wire format is: a byte 0, then schema id {id} of a schema registry, " +
              "then Avro, Protobuf or JSON. Give the source a serde of your own that takes off the first 5 bytes and " +
              "reads the rest with that schema, or write the topic without a schema registry."
            : null;

    public static string Shown(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? "nothing" : "0x" + Convert.ToHexStringLower(data[..Math.Min(data.Length, ShownBytes)]) +
        (data.Length > ShownBytes ? "…" : "");
}
