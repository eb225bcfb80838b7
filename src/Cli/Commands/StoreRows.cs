using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Rows of a store as the worker streams them: copied, as one JSON object, or as a table for people.</summary>
internal static class StoreRows
{
    public static Task<int> PrintAsync(CliContext context, IAsyncEnumerable<string> lines, string format) =>
        format == OutputOption.Ndjson
            ? CopyAsync(context, lines) : WriteAsync(context, lines, format == OutputOption.Json);

    private static async Task<int> CopyAsync(CliContext context, IAsyncEnumerable<string> lines)
    {
        await foreach (string line in lines)
        {
            await context.Out.WriteLineAsync(line);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> WriteAsync(CliContext context, IAsyncEnumerable<string> lines, bool asJson)
    {
        var all = new List<string>();
        await foreach (string line in lines)
        {
            all.Add(line);
        }

        JsonElement asOf = JsonElement.Parse(all[0]).GetProperty("meta").GetProperty("asOf");
        JsonElement end = JsonElement.Parse(all[^1]).GetProperty("end");
        IEnumerable<string> rows = all.Skip(1).SkipLast(1);
        if (asJson)
        {
            await context.Out.WriteLineAsync(
                "{\"items\":[" + string.Join(',', rows) +
                "],\"complete\":" + end.GetProperty("complete").GetRawText() +
                ",\"nextCursor\":" + end.GetProperty("nextCursor").GetRawText() +
                ",\"asOf\":" + asOf.GetRawText() + "}");
            return ExitCodes.Done;
        }

        TextTable.Write(
            context, ["Key", "Value", "Timestamp"],
            rows.Select(line => JsonElement.Parse(line)).Select(row => new[]
            {
                row.GetProperty("key").GetString()!,
                row.GetProperty("value").GetRawText(),
                row.GetProperty("timestamp").GetString()!,
            }));
        bool complete = end.GetProperty("complete").GetBoolean();
        await context.Out.WriteLineAsync(
            $"{end.GetProperty("count").GetInt64():N0} " +
            $"rows{(complete ? "" : " (there are more: --limit N, or -o ndjson for all)")}, " +
            AsOfText.Of(asOf));
        return ExitCodes.Done;
    }
}
