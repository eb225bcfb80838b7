using System.Globalization;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A group as text, or as JSON for machines.</summary>
internal static class GroupText
{
    public static void Print(CliContext context, GroupInfo group, string output)
    {
        if (output != OutputOption.Text)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(group, WorkerJson.Readable.GroupInfo));
            return;
        }

        context.Out.WriteLine(
            $"Group {group.Name}: {Number(group.Members)} members, {Number(group.Lag)} offsets behind.");
        TextTable.Write(
            context, ["Topic", ">Partition", ">Offset", ">End", ">Lag"],
            group.Offsets.Select(offset => new[]
            {
                offset.Topic, Number(offset.Partition), Number(offset.Offset),
                offset.End is { } end ? Number(end) : "gone", Number(offset.Lag),
            }));
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
