using System.Text.RegularExpressions;

namespace Kappa.EndToEnd.Tests;

/// <summary>The blocks of a page that are typed, and those that show what comes out.</summary>
internal static partial class DocumentBlocks
{
    /// <summary>The lines of its sh blocks.</summary>
    public static IEnumerable<string> Commands(string page) => ShellBlock().Matches(File.ReadAllText(page))
        .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// What a page shows of outputs is in them, line by line: first the command, then lines of what it wrote.
    /// </summary>
    public static void AssertShown(string page, IReadOnlyDictionary<string, string> outputs)
    {
        string[][] shown = [.. TextBlock().Matches(File.ReadAllText(page))
            .Select(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.NotEmpty(shown);
        foreach (string[] block in shown)
        {
            string[] lines = outputs[block[0]["$ ".Length..]].Split('\n');
            Assert.All(block[1..], line => Assert.Contains(line, lines));
        }
    }

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex TextBlock();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
