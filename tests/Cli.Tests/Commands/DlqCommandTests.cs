using System.Text;
using System.Text.Json;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>The dead letters of a topology that has sent some.</summary>
public sealed class DlqCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public DlqCommandTests()
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log);
        log.CreateTopic("words", new TopicSettings());
        using (ILogProducer producer = log.OpenProducer())
        {
            using var buffer = new RecordBuffer();
            foreach (string word in new[] { "a", "bad 1", "b", "bad 2", "worse" })
            {
                buffer.Add(1, true, "k"u8, true, Encoding.UTF8.GetBytes(word));
            }

            producer.Append(new TopicPartition("words", 0), buffer);
            producer.Commit();
        }

        var builder = new StreamBuilder();
        builder.OnFailure(_ => FailureAction.DeadLetter("dead"));
        builder.Stream<string, string>("words").MapValues(word => word switch
        {
            ['b', 'a', 'd', ..] => throw new FormatException(word),
            "worse" => throw new InvalidOperationException(word),
            _ => word,
        }).To("good");
        using var engine = StreamEngine.Open(builder.Build("careful", 1), log);
        engine.RunToEnd();
    }

    private string Data => _scratch.File("data");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Letters_are_shown_with_where_they_are_from_and_why_they_are_there()
    {
        CliResult all = await RunAsync("show");
        CliResult one = await RunAsync("show", "--limit", "1", "-o", "ndjson");

        string[] lines = Lines(all);
        Assert.Equal("Letter From Version Stage Error", lines[0]);
        Assert.EndsWith("words/0@1 careful v1 processing FormatException: bad 1", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("words/0@3 careful v1 processing FormatException: bad 2", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("InvalidOperationException: worse", lines[3], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
        Assert.Equal("bad 1", JsonElement.Parse(one.Output).GetProperty("value").GetString());
    }

    [Fact]
    public async Task Letters_are_counted_by_what_they_have_failed_with()
    {
        CliResult text = await RunAsync("ls");
        CliResult json = await RunAsync("ls", "-o", "json");

        Assert.Equal(
            [
                "Version From Stage Error Letters", "careful v1 words processing FormatException 2",
                "careful v1 words processing InvalidOperationException 1",
            ],
            Lines(text));
        Assert.Equal(2, JsonElement.Parse(json.Output)[0].GetProperty("letters").GetInt64());
    }

    [Fact]
    public async Task A_topic_without_letters_has_none_and_one_that_is_missing_is_exit_3()
    {
        CliResult none = await Cli.RunAsync("dlq", "show", "words", "--dir", Data, "-o", "ndjson");

        Assert.Equal((0, ""), (none.ExitCode, none.Output));
        (await Cli.RunAsync("dlq", "ls", "daed", "--dir", Data)).AssertFailed(3, "KAP2103");
    }

    [Fact]
    public async Task A_letter_that_is_retried_is_in_its_source_again_and_one_that_is_dropped_is_not()
    {
        string[] places = [.. Lines(await RunAsync("show"))[1..].Select(line => line.Split(' ')[0])];

        CliResult retried = await RunAsync("retry", places[0], "--reason", "mended");
        CliResult dropped = await RunAsync("drop", "--all", "-o", "json");

        Assert.Equal("Retried 1 letter of dead: its record is in the source once more.\n", retried.Output);
        Assert.Equal("{\"topic\":\"dead\",\"outcome\":\"dropped\",\"letters\":2}\n", dropped.Output);
        Assert.Equal(
            ["a", "bad 1", "b", "bad 2", "worse", "bad 1"],
            Values(await Cli.RunAsync("topic", "consume", "words", "--dir", Data)));
        Assert.Equal(["Version From Stage Error Letters"], Lines(await RunAsync("ls")));
        string[] all = Lines(await RunAsync("show", "--all"));
        Assert.EndsWith($"bad 1 retried by {Environment.UserName}: mended", all[1], StringComparison.Ordinal);
        Assert.EndsWith($"worse dropped by {Environment.UserName}", all[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_worker_letters_are_settled_too()
    {
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log))
        {
            // What an engine keeps that no registry knows keeps a worker from starting.
            string[] own = [.. log.Topics.Select(topic => topic.Name).Except(["words", "dead", "good"])];
            Array.ForEach(own, log.DeleteTopic);
        }

        await using WorkerHost worker = await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = Data,
                Topologies = [Topology.From(new FuzzedWords())],
                Http = new ListenAddress("127.0.0.1", 0),
            }, TestContext.Current.CancellationToken);

        CliResult retried = await RunAsync("retry", "--all");
        CliResult again = await RunAsync("drop", "0@0");

        Assert.Equal("Retried 3 letters of dead: their records are in the source once more.\n", retried.Output);
        again.AssertFailed(5, "KAP6223", "kappa dlq show dead --all");
        Assert.Equal("", (await RunAsync("show", "-o", "ndjson")).Output);
    }

    [Theory]
    [InlineData("retry"), InlineData("drop"), InlineData("retry", "0@0", "--all"), InlineData("retry", "0:1")]
    public async Task Letters_are_named_or_all_of_them_are_meant(params string[] words) =>
        Assert.Equal(2, (await RunAsync(words[0], words[1..])).ExitCode);

    private static IEnumerable<string?> Values(CliResult result) =>
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).GetProperty("value").GetString());

    private static string[] Lines(CliResult result) =>
    [
        .. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains('─'))
            .Select(line => string.Join(' ', line.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))),
    ];

    private Task<CliResult> RunAsync(string verb, params string[] more) =>
        Cli.RunAsync(["dlq", verb, "dead", "--dir", Data, .. more]);
}
