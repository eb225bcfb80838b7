using System.Diagnostics.CodeAnalysis;

namespace Kappa;

/// <summary>What a serde refuses. The caller adds topic, partition and offset.</summary>
internal static class SerdeErrors
{
    private const int ShownBytes = 16;

    [DoesNotReturn]
    public static void BadBytes(string serde, ReadOnlySpan<byte> data, string reason, Exception? cause = null) =>
        throw new KappaException("KAP1101", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot read {data.Length} bytes that begin with {Shown(data)}: {reason} Give the " +
            "source the serde that the topic was written with, or let the error policy skip such records.", cause);

    [DoesNotReturn]
    public static void CannotWrite(string serde, string reason, Exception cause) =>
        throw new KappaException("KAP1102", ExitCodes.Mismatch,
            $"The serde '{serde}' cannot write a value: {reason} Correct the code that makes the value.", cause);

    public static KappaException NoJson(Type type, string reason, Exception? cause = null) =>
        new("KAP1103", ExitCodes.Mismatch,
            $"System.Text.Json cannot handle the type {TypeNames.Of(type)}: {reason} Change the type, or give its " +
            "serde in Consumed, Produced, Grouped or Materialized.", cause);

    private static string Shown(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? "nothing" : "0x" + Convert.ToHexStringLower(data[..Math.Min(data.Length, ShownBytes)]) +
        (data.Length > ShownBytes ? "…" : "");
}
