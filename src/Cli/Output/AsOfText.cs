using System.Globalization;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Words what an answer is true as of.</summary>
internal static class AsOfText
{
    /// <summary>
    /// From the <c>asOf</c> of an answer: <c>as of cut 12 of flight-delays v1 (flights/0 5000, ...)</c>.
    /// </summary>
    public static string Of(JsonElement asOf)
    {
        IEnumerable<string> offsets = asOf.GetProperty("offsets").EnumerateObject()
            .Select(offset => $"{offset.Name} {offset.Value.GetRawText()}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"as of cut {asOf.GetProperty("cut").GetInt64()} of {asOf.GetProperty("topology").GetString()} v" +
            $"{asOf.GetProperty("version").GetInt32()} ({string.Join(", ", offsets)})");
    }
}
