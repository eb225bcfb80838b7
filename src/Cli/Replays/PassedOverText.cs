using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Prints the records that a version has passed over.</summary>
internal static class PassedOverText
{
    /// <summary>Writes how many there are, and the last of them; nothing where there is none.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="title">What stands before the number.</param>
    /// <param name="passed">The answer about them.</param>
    public static void Write(CliContext context, string title, JsonElement passed)
    {
        if (passed.Count("count") is not ({ } count and > 0))
        {
            return;
        }

        JsonElement[] last = [.. passed.Items("last")];
        string shown = last.Length < count ? $"; the last {last.Length}:" : ":";
        context.Out.WriteLine($"  {title} {QuantityText.Full(count)} record{(count == 1 ? "" : "s")}{shown}");
        TextTable.Write(
            context, ["Record", "Stage", "Went to", "Error"],
            last.Select(record => new[]
            {
                $"{record.Text("partition")}@{record.Text("offset")}", record.Text("stage") ?? "",
                record.Text("topic") ?? "nowhere", Printable.Of(record.Text("error") ?? ""),
            }));
    }
}
