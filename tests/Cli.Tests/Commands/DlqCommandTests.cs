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

    private static string[] Lines(CliResult result) =>
    [
        .. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains('─'))
            .Select(line => string.Join(' ', line.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))),
    ];

    private Task<CliResult> RunAsync(string verb, params string[] more) =>
        Cli.RunAsync(["dlq", verb, "dead", "--dir", Data, .. more]);
}
