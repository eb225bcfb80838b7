using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Prints what a cutover or a rollback did.</summary>
internal static class SwitchText
{
    private const string Withdrawn = "withdrawn";

    public static void Write(TopologySession session, JsonElement result, Remedy next)
    {
        CliContext context = session.Context;
        if (result.Text("stage") == Withdrawn)
        {
            context.Out.WriteLine(
                $"The switch of {session.Topology} to v{result.Text("to")} is taken back before it began: " +
                $"v{result.Text("from")} is live, and nothing was published.");
            return;
        }

        context.Out.WriteLine(
            $"{session.Topology} v{result.Text("to")} is live from cut {result.Text("cut")} on; " +
            $"v{result.Text("from")} was.");
        context.Out.WriteLine(
            $"  published {QuantityText.Full(result.Count("published") ?? 0)} changed values and " +
            $"{QuantityText.Full(result.Count("tombstones") ?? 0)} tombstones" +
            $"{(result.Flag("atomic") ? ", in one transaction" : ", in chunks")}" +
            $"{(IsOver(result) ? "" : "; the rest follows")}");
        if (result.Count("left") is > 0 and var left)
        {
            context.Out.WriteLine(
                $"  left {QuantityText.Full(left)} keys that only the topic has; --delete-missing deletes such keys");
        }

        session.PrintNext(next);
    }

    /// <summary>Whether nothing is published any more.</summary>
    public static bool IsOver(JsonElement result) => result.Flag("complete") || result.Text("stage") == Withdrawn;
}
