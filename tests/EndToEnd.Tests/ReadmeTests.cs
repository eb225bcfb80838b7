using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kappa.EndToEnd.Tests;

/// <summary>
/// The README's commands, word for word, through the real processes, in a copy of the tree; the numbers they print are
/// computed here again from the same sample.
/// </summary>
public sealed partial class ReadmeTests(TreeCopy tree)
{
    private const int Seconds = 1_000;

    private string Page => Path.Combine(tree.Root, "README.md");

    [Fact]
    public void A_newcomer_gets_what_the_README_says()
    {
        string[] commands = [.. Commands()];
        Assert.Equal("./kappa demo", commands[0]);
        Assert.StartsWith("./kappa run ", commands[1], StringComparison.Ordinal);

        Finished demo = tree.Shell(commands[0]).ThatWorked();

        AssertWorstAirports(demo.Output);
        using Process worker = tree.StartShell(commands[1], out string? ready);
        try
        {
            Assert.Contains($"http://{tree.Address}", ready, StringComparison.Ordinal);
            var outputs = commands[2..].ToDictionary(command => command, Run);

            AssertAnswers(outputs);
            DocumentBlocks.AssertShown(Page, outputs);
            Terminate(worker);
            Assert.Equal(0, worker.ExitCode);
        }
        finally
        {
            if (!worker.HasExited)
            {
                worker.Kill(entireProcessTree: true);
            }
        }
    }

    [Fact]
    public void Kafkas_dump_tool_reads_every_segment_that_the_demo_wrote()
    {
        string? tool = KafkaTool.Find();
        Assert.SkipWhen(
            tool is null, "Kafka's tools are not here: set KAPPA_KAFKA_TOOL to the script shared/kafka/kafka.");
        tree.Shell("./kappa demo --dir dumped").ThatWorked();
        string[] segments = Directory.GetFiles(
            Path.Combine(tree.Root, "dumped", "log"), "*.log", SearchOption.AllDirectories);

        Finished dump = tree.Run(
            tree.Root, tool!, "run", "dump-log", "--deep-iteration", "--files", string.Join(',', segments))
            .ThatWorked();

        Assert.True(segments.Length >= 8, $"The demo left {segments.Length} segments.");
        Assert.DoesNotContain("isvalid: false", dump.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid bytes", dump.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-consecutive", dump.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", dump.Output + dump.Errors, StringComparison.Ordinal);
        Assert.True(dump.Output.Split("isvalid: true").Length > segments.Length);
    }

    /// <summary>Runs a command; a diff that finds differences says so by its exit code.</summary>
    private string Run(string command)
    {
        Finished finished = tree.Shell(command);
        if (command.Split(' ') is [_, "replay" or "snapshot", "diff", ..])
        {
            Assert.Equal(8, finished.ExitCode);
            return finished.Output;
        }

        return finished.ThatWorked().Output;
    }

    /// <summary>All lines of sh blocks but the one that tests: it would run this test again.</summary>
    private IEnumerable<string> Commands() => DocumentBlocks.Commands(Page)
        .Where(line => !line.StartsWith("dotnet ", StringComparison.Ordinal)); // Those are PackagedKappa's.

    private List<(string Code, long Flights, double Mean)> Worst() =>
        [.. Flights()
            .Where(flight => (int)flight["distance"]! > 0)
            .GroupBy(flight => (string)flight["destination"]!)
            .Select(group => (
                group.Key, group.LongCount(), group.Sum(flight => (long)flight["delay"]!) / (double)group.Count()))
            .Where(airport => airport.Item2 >= 50)
            .OrderByDescending(airport => airport.Item3)
            .Take(10)];

    private IEnumerable<JsonNode> Flights() => JsonNode.Parse(File.ReadAllText(
        Path.Combine(tree.Root, "topologies", "FlightDelays", "input", "flights-20k.json")))!
        .AsArray().Select(node => node!);

    private void AssertWorstAirports(string output)
    {
        string[] expected = [.. Worst().Select(airport => string.Create(
            CultureInfo.InvariantCulture, $"{airport.Code} {airport.Flights} {airport.Mean:F2}"))];
        string[] found = [.. TableRow().Matches(output).Select(row =>
            $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value}")];
        Assert.Equal(expected, found);
    }

    private void AssertAnswers(Dictionary<string, string> outputs)
    {
        long delay = Flights().Where(flight => (string)flight["destination"]! == "ATL" && (int)flight["distance"]! > 0)
            .Sum(flight => (long)flight["delay"]!);
        string get = Assert.Single(outputs, pair => pair.Key.Contains(" store get ", StringComparison.Ordinal)).Value;
        Assert.Contains(delay.ToString(CultureInfo.InvariantCulture), get, StringComparison.Ordinal);
        Assert.Contains("cut", get, StringComparison.Ordinal);
        string topics = Assert.Single(outputs, pair => pair.Key.EndsWith(" topic ls", StringComparison.Ordinal)).Value;
        Assert.Contains("flights", topics, StringComparison.Ordinal);
        string consumed = Assert.Single(
            outputs, pair => pair.Key.Contains(" topic consume ", StringComparison.Ordinal)).Value;
        Assert.Equal(3, consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(
            consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.NotNull(JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()));
    }

    private void Terminate(Process worker)
    {
        tree.Run(tree.Root, "kill", "-TERM", worker.Id.ToString(CultureInfo.InvariantCulture)).ThatWorked();
        Assert.True(worker.WaitForExit(10 * Seconds), "SIGTERM did not stop the worker within 10 s.");
    }

    /// <summary>A row of the demo's table: code, then name and city, then flights and mean delay.</summary>
    [GeneratedRegex(@"^\s+([A-Z0-9]{3})\s+\S.*?\s{2,}\S.*?\s{2,}([\d,]+)\s+(-?\d+\.\d\d)\s*$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
