using System.Diagnostics;

namespace Kappa.EndToEnd.Tests;

/// <summary>The move from Streamiz as docs/from-streamiz.md tells it, word for word.</summary>
public sealed class FromStreamizTests(TreeCopy tree)
{
    [Fact]
    public void A_topology_of_Streamiz_is_replaced_by_one_of_Kappa_as_the_page_says()
    {
        string page = Path.Combine(tree.Root, "docs", "from-streamiz.md");
        string[] commands = [.. DocumentBlocks.Commands(page)];
        int run = Array.FindIndex(commands, command => command.StartsWith("./kappa run ", StringComparison.Ordinal));
        Assert.All(commands[..run], command => tree.Shell(command).ThatWorked());

        using Process worker = tree.StartShell(commands[run], out _);
        try
        {
            var outputs = commands[(run + 1)..].ToDictionary(
                command => command, command => tree.Shell(command).ThatWorked().Output);

            DocumentBlocks.AssertShown(page, outputs);
            Assert.Contains("The live state is what its history says", outputs[commands[^1]], StringComparison.Ordinal);
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
        }
    }
}
