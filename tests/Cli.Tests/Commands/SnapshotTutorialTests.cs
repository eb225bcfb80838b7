using System.Text.RegularExpressions;

namespace Kappa.Cli.Tests;

/// <summary>The tutorial of docs/snapshots.md, word for word but for times.</summary>
public sealed partial class SnapshotTutorialTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public async Task Each_command_of_the_tutorial_says_what_the_page_shows()
    {
        WriteDumps();
        (string Command, string Output)[] shown = [.. Shown()];
        Assert.True(shown.Length >= 12, $"The page shows {shown.Length} commands.");
        foreach ((string command, string output) in shown)
        {
            CliResult result = await RunAsync(command);

            string said = result.Output + result.Error.Replace("\n  ", "   ", StringComparison.Ordinal);
            Assert.Equal($"{command}\n{Plain(output)}", $"{command}\n{Plain(Cut(command, said))}");
        }
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>The commands of the tutorial with what stands below each.</summary>
    private static IEnumerable<(string Command, string Output)> Shown()
    {
        string page = File.ReadAllText(Path.Combine(Sample.Tree, "docs", "snapshots.md"));
        int start = page.IndexOf("## A tutorial", StringComparison.Ordinal);
        int end = page.IndexOf("## Sources", StringComparison.Ordinal);
        return Block().Matches(page[start..end]).SelectMany(block => Command().Matches(block.Groups[1].Value))
            .Select(shown => (shown.Groups[1].Value, shown.Groups[2].Value));
    }

    /// <summary>Tonight two airports have another name, one is gone and one is new; then the dump is cut off.</summary>
    private void WriteDumps()
    {
        string[] first = File.ReadAllLines(
            Path.Combine(Sample.Tree, "topologies", "FlightDelays", "input", "airports.csv"));
        string[] tonight =
        [
            .. first.Where(line => !line.StartsWith("00M,", StringComparison.Ordinal)).Select(line => line
                .Replace("JFK,John F Kennedy Intl,", "JFK,John F Kennedy International,", StringComparison.Ordinal)
                .Replace(
                    "Chicago O'Hare International,", "Chicago O'Hare International Airport,",
                    StringComparison.Ordinal)),
            "ZZQ,New Field,Nowhere,XX,USA,40.5,-100",
        ];
        File.WriteAllLines(_scratch.File("airports.csv"), first);
        File.WriteAllLines(_scratch.File("tonight.csv"), tonight);
        File.WriteAllLines(_scratch.File("cut.csv"), tonight[..2_000]);
    }

    private Task<CliResult> RunAsync(string command) => Cli.RunAsync(
        [.. command.Split('|')[0].Trim().Split(' ')[1..].Select(
            word => word == "data" || Path.HasExtension(word) ? _scratch.File(word) : word)]);

    /// <summary>What a pipe behind the command leaves of its output.</summary>
    private static string Cut(string command, string output) => command.EndsWith("| head -3", StringComparison.Ordinal)
        ? string.Join('\n', output.Split('\n')[..3]) : output;

    /// <summary>Without what no two runs have in common.</summary>
    private string Plain(string text) => Time().Replace(
        text.Replace($"{_scratch.File("")}", "", StringComparison.Ordinal), "TIME").TrimEnd();

    [GeneratedRegex("```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (.*)\n((?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z|(?<=""timestamp(Ms)?"":)\d+")]
    private static partial Regex Time();
}
