using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kappa.Cli;

/// <summary>Writes a list as the option <c>-o</c> says: one JSON value, one a line, or as text.</summary>
internal static class ListOutput
{
    /// <param name="context">Where to write.</param>
    /// <param name="output">What <c>-o</c> says.</param>
    /// <param name="list">The whole answer, and how it is JSON.</param>
    /// <param name="items">Its items, and how each is JSON.</param>
    /// <param name="writeText">Writes it for people.</param>
    public static void Print<TList, TItem>(
        CliContext context, string output, (TList Value, JsonTypeInfo<TList> Json) list,
        (IEnumerable<TItem> Values, JsonTypeInfo<TItem> Json) items, Action writeText)
    {
        switch (output)
        {
            case OutputOption.Json:
                context.Out.WriteLine(JsonSerializer.Serialize(list.Value, list.Json));
                break;
            case OutputOption.Ndjson:
                foreach (TItem item in items.Values)
                {
                    context.Out.WriteLine(JsonSerializer.Serialize(item, items.Json));
                }

                break;
            default:
                writeText();
                break;
        }
    }
}
