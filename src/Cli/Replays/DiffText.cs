using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Prints the difference of two versions: each table's counts, then samples, field by field.</summary>
internal static class DiffText
{
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";
    private const int WidestKey = 40;

    public static void Write(CliContext context, JsonElement diff)
    {
        (string old, string @new) = ($"v{diff.Text("old")}", $"v{diff.Text("new")}");
        foreach (JsonElement table in diff.Items("tables"))
        {
            WriteTable(context, table, diff.Text("cut") ?? "", old, @new);
        }

        context.Out.WriteLine(diff.Flag("same")
            ? $"{old} and {@new} are the same at cut {diff.Text("cut")}."
            : $"{old} and {@new} differ{ShareText(diff)}.");
        if (diff.Field("asOf") is { } asOf)
        {
            context.Out.WriteLine(AsOfText.Of(asOf));
        }
    }

    private static string ShareText(JsonElement diff) => diff.Number("share") is { } share
        ? $": {QuantityText.Percent(share)} of the keys of the outputs" : "";

    private static void WriteTable(CliContext context, JsonElement table, string cut, string old, string @new)
    {
        long same = table.Count("same") ?? 0;
        long changed = table.Count("changed") ?? 0;
        long onlyOld = table.Count("onlyOld") ?? 0;
        long onlyNew = table.Count("onlyNew") ?? 0;
        long all = same + changed + onlyOld + onlyNew;
        string share = changed == 0 ? "" : $" ({QuantityText.Percent((double)changed / all)})";
        string kind = table.Text("kind") == "output" ? "topic " : "";
        context.Out.WriteLine(
            $"{kind}{table.Text("name")} at cut {cut}   same {QuantityText.Full(same)}   " +
            $"changed {QuantityText.Full(changed)}{share}   only {old} {QuantityText.Full(onlyOld)}   " +
            $"only {@new} {QuantityText.Full(onlyNew)}");
        if (table.Count("publishes") is { } publishes && table.Count("deletes") is { } deletes
            && (publishes != changed + onlyNew || deletes != onlyOld))
        {
            context.Out.WriteLine(
                $"  keys lie in other partitions: a cutover publishes {QuantityText.Full(publishes)} values and " +
                $"deletes {QuantityText.Full(deletes)}");
        }

        JsonElement[] samples = [.. table.Items("samples")];
        int widest = Math.Min(WidestKey, samples.Select(sample => KeyOf(sample).Length).DefaultIfEmpty().Max());
        foreach (JsonElement sample in samples)
        {
            (string sign, string color, string text) = sample.Text("kind") switch
            {
                "onlyOld" => ("-", Red, FieldDifference.Fields(sample.Field("old"))),
                "onlyNew" => ("+", Green, FieldDifference.Fields(sample.Field("new"))),
                _ => ("~", Yellow, FieldDifference.Of(sample.Field("old"), sample.Field("new"))),
            };
            string head = $"{sign} {KeyOf(sample).PadRight(widest)}";
            context.Out.WriteLine($"  {(context.OutputHasColor ? $"{color}{head}{Plain}" : head)}   {text}");
        }
    }

    private static string KeyOf(JsonElement sample) => Printable.Of(sample.Text("key") ?? "");
}
