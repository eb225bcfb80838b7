using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Words how two JSON values differ: only the fields that do, with their path.</summary>
internal static class FieldDifference
{
    private const int MostSigns = 200; // A person reads no more; a machine gets all with -o json.

    /// <summary><c>lateShare: nothing -> 0.21, totals.flights: 80 -> 81</c>.</summary>
    public static string Of(JsonElement? old, JsonElement? @new)
    {
        var differences = new List<string>();
        Collect("", old, @new, differences);
        return string.Join(", ", differences);
    }

    /// <summary><c>flights: 81, lateShare: 0.21</c>, or the value itself where it is no object.</summary>
    public static string Fields(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } fields && fields.EnumerateObject().Any()
            ? string.Join(", ", fields.EnumerateObject().Select(field =>
                $"{Printable.Of(field.Name)}: {Text(field.Value)}"))
            : Text(value);

    private static void Collect(string path, JsonElement? old, JsonElement? @new, List<string> differences)
    {
        if (old is { ValueKind: JsonValueKind.Object } left && @new is { ValueKind: JsonValueKind.Object } right)
        {
            int before = differences.Count;
            foreach (string name in left.EnumerateObject().Concat(right.EnumerateObject())
                .Select(field => field.Name).Distinct())
            {
                JsonElement? from = left.TryGetProperty(name, out JsonElement was) ? was : null;
                JsonElement? to = right.TryGetProperty(name, out JsonElement becomes) ? becomes : null;
                if (from is null || to is null || !JsonElement.DeepEquals(was, becomes))
                {
                    Collect($"{path}{(path.Length == 0 ? "" : ".")}{Printable.Of(name)}", from, to, differences);
                }
            }

            if (differences.Count > before)
            {
                return;
            }
        }

        // Values whose bytes differ may read the same, as 1.0 and 1.00 do: they are shown whole.
        differences.Add($"{path}{(path.Length == 0 ? "" : ": ")}{Text(old)} -> {Text(@new)}");
    }

    private static string Text(JsonElement? value)
    {
        if (value is not { } element)
        {
            return "nothing";
        }

        string text = element.GetRawText();
        return text.Length <= MostSigns ? text : text[..MostSigns] + "...";
    }
}
