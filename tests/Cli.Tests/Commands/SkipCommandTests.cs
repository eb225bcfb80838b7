using System.Text.Json;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>A version passes over by hand what it has stopped at.</summary>
public sealed class SkipCommandTests : IDisposable
{
    private const string Answer =
        """{"topology":"flight-delays","version":2,"state":"live","instance":"flight-delays.v2.i1"}""";

    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_worker_is_told_which_record_a_version_passes_over_and_why()
    {
        await using StubWorker worker = await StubWorker.StartAsync();
        worker.On($"POST {ReplaySample.Root}/skip", Answer);

        CliResult result = await new ReplayCli(worker).RunAsync(
            "skip", "flight-delays", "flights.eu/3@1500", "--reason", "a test");

        JsonElement body = Assert.Single(worker.Posts).Body;
        Assert.Equal(
            "flight-delays v2 passes over the record at offset 1500 of flights.eu/3, and goes on.\n", result.Output);
        Assert.Equal(("flights.eu", 3, 1500, "a test", JsonValueKind.Null), (
            body.GetProperty("topic").GetString(), body.GetProperty("partition").GetInt32(),
            body.GetProperty("offset").GetInt64(), body.GetProperty("reason").GetString(),
            body.GetProperty("version").ValueKind));
    }

    [Theory]
    [InlineData("flights"), InlineData("flights/0"), InlineData("flights@4"), InlineData("flights/x@4")]
    [InlineData("flights/0@-4"), InlineData("/0@4"), InlineData("flights@4/0")]
    public async Task What_names_no_record_is_refused_before_anybody_is_asked(string record) =>
        (await Cli.RunAsync("skip", "flight-delays", record, "--server", "127.0.0.1:1"))
            .AssertFailed(2, "KAP7101", "flights/0@1500");

    [Fact]
    public async Task Without_a_worker_it_is_noted_for_the_next_start_also_for_a_replay_that_has_stopped()
    {
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log))
        {
            StopAtTheSecondRecord(log);
        }

        CliResult first = await SkipAsync("words/0@0");
        CliResult second = await SkipAsync("words/0@1", "--version", "1", "--reason", "a test");

        first.AssertFailed(5, "KAP4038", "kappa version describe stopping 1");
        Assert.Equal(
            "stopping v1 passes over the record at offset 1 of words/0, and goes on when a worker runs it.\n",
            second.Output);
        using EmbeddedLog after = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log);
        FailureNote note = Assert.Single(FailureLog.Read(after, "stopping"));
        Assert.Equal((1, "words/0", 1), (note.Version, note.Source.ToString(), note.Offset));
        Assert.EndsWith("a test", note.Error, StringComparison.Ordinal);
        Assert.Equal(VersionState.Replaying, Assert.Single(VersionRegistry.ReadVersions(after)).State);
        using var engine = StreamEngine.Open(Stopping(), after);
        engine.RunToEnd();
        Assert.Equal(3, engine.Status.AsOf.Offsets["words/0"]);
    }

    private Task<CliResult> SkipAsync(params string[] more) =>
        Cli.RunAsync(["skip", "stopping", "--dir", Data, .. more]);

    private static void StopAtTheSecondRecord(EmbeddedLog log)
    {
        log.CreateTopic("words", new TopicSettings());
        using VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        using var engine = StreamEngine.Open(Stopping(), log);
        Write(log, "a");
        engine.RunToEnd();
        Write(log, "bad");
        Write(log, "b");
        KappaException error = Assert.Throws<KappaException>(() => engine.RunToEnd());
        Assert.Contains(
            error.Remedies, remedy => remedy.Command == "kappa skip stopping words/0@1 --version 1");
        registry.Write(new VersionRecord
        {
            Topology = "stopping",
            Version = 1,
            Instance = 1,
            State = VersionState.Stopped,
            Fingerprint = Stopping().Fingerprint,
            Class = "Stopping",
            Sources = ["words"],
            Error = error.Message,
        });
    }

    private static void Write(EmbeddedLog log, string word)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(1, true, "k"u8, true, System.Text.Encoding.UTF8.GetBytes(word));
        producer.Append(new TopicPartition("words", 0), buffer);
        producer.Commit();
    }

    private static Topology Stopping()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("words")
            .MapValues(word => word == "bad" ? throw new FormatException(word) : word).To("good");
        return builder.Build("stopping", 1);
    }
}
