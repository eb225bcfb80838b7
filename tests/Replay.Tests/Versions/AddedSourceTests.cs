using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>A source that only a new version reads (protocols.md 6).</summary>
public sealed class AddedSourceTests : IAsyncDisposable
{
    private const string Name = "events";
    private readonly EmbeddedLog _log = EmbeddedLog.InMemory();
    private readonly VersionRegistry _registry;
    private readonly TopologyVersions _versions;
    private readonly Topology[] _topologies = [Version(1, []), Version(2, ["a"]), Version(3, ["a", "c"])];

    public AddedSourceTests()
    {
        foreach (string topic in (string[])["a", "b", "c"])
        {
            _log.CreateTopic(topic, new TopicSettings());
        }

        _registry = VersionRegistry.Open(_log, TimeProvider.System);
        _versions = new TopologyVersions(Name, new VersionsSettings
        {
            Log = _log,
            Engine = new EngineSettings { Limits = new() { SliceRecords = 1 } },
            Registry = _registry,
            Load = record => _topologies[record.Version - 1],
        });
    }

    /// <summary>By clock, all of its past would land before cut 1, or all of it behind the last.</summary>
    [Fact]
    public async Task Its_records_come_between_the_recorded_cuts_when_their_time_has_come()
    {
        await StartAsync();
        await WriteAndSettleAsync("b", 10, "b10");
        await WriteAndSettleAsync("b", 20, "b20");
        await WriteAndSettleAsync("b", 30, "b30");
        Write("a", 5, "a05");
        Write("a", 15, "a15");
        Write("a", 25, "a25");
        Write("a", 40, "a40");

        await ReplayAsync(2);

        Assert.Equal("b10:a05 b20:a15 b30:a25", History(2)); // What is later than the last cut comes in a new one.
    }

    [Fact]
    public async Task After_it_was_added_its_records_come_in_the_cuts_of_all_versions()
    {
        await StartAsync();
        await WriteAndSettleAsync("b", 10, "b10");
        Write("a", 5, "a05");
        await ReplayAsync(2);

        await WriteAndSettleAsync("a", 50, "a50");
        await WriteAndSettleAsync("b", 60, "b60");
        await CaughtUpAsync(2);

        Assert.Equal("b10:a05 b60:a50", History(2));
        Assert.Equal("b10 b60", History(1));
        Assert.True((await VerifyAsync()).IsSame);
    }

    [Fact]
    public async Task Added_before_the_first_cut_its_records_come_in_the_cuts_from_then_on()
    {
        await StartAsync();
        await ReplayAsync(2);

        await WriteAndSettleAsync("a", 5, "a05");
        await WriteAndSettleAsync("b", 10, "b10");
        await CaughtUpAsync(2);

        Assert.Equal("b10:a05", History(2));
        Assert.Equal("b10", History(1));
    }

    [Fact]
    public async Task A_later_version_uses_the_past_that_was_made_for_the_first_one()
    {
        await StartAsync();
        await WriteAndSettleAsync("b", 10, "b10");
        await WriteAndSettleAsync("b", 20, "b20");
        Write("a", 15, "a15");
        await ReplayAsync(2);
        await WriteAndSettleAsync("a", 17, "a17");
        Write("c", 12, "c12");
        Write("c", 99, "c99");
        await _versions.AbortAsync("test", null, VersionsFixture.TestTimeout());

        await ReplayAsync(3);
        await WriteAndSettleAsync("b", 30, "b30");
        await CaughtUpAsync(3);

        Assert.Equal("b10:-:- b20:a15:c12 b30:a17:c99", History(3));
    }

    [Fact]
    public async Task A_replay_that_stops_in_the_middle_of_the_past_goes_on_there()
    {
        await StartAsync();
        await WriteAndSettleAsync("b", 10, "b10");
        await WriteAndSettleAsync("b", 2_000, "b2000");
        for (int time = 11; time < 200; time++)
        {
            Write("a", time, $"a{time}");
        }

        await ReplayAsync(2);
        string expected = History(2);
        await _versions.AbortAsync("test", null, VersionsFixture.TestTimeout());
        EngineSettings small = new()
        {
            Role = new ShadowRole(),
            Instance = 7,
            Limits = new() { SliceRecords = 1 }, // The slice that all of it has joined is divided.
            Seams = new() { RunLimit = () => 1 },
        };
        int runs = 0;
        for (bool ran = true; ran; runs++)
        {
            using StreamEngine engine = StreamEngine.Open(_topologies[1], _log, small); // A restart after each run.
            ran = engine.RunOnce();
        }

        Assert.True(runs > 150, $"The past was read in {runs} runs.");
        using StreamEngine end = StreamEngine.Open(_topologies[1], _log, small);
        Assert.Equal(expected, Row(end));
    }

    public async ValueTask DisposeAsync()
    {
        await _versions.DisposeAsync();
        _log.Dispose();
    }

    /// <summary>
    /// The values of <c>b</c> one behind another, each with what the tables beside it say at that moment.
    /// </summary>
    private static Topology Version(int version, string[] tables)
    {
        var builder = new StreamBuilder();
        KStream<string, string> stream = builder.Stream<string, string>("b");
        foreach (string table in tables)
        {
            stream = stream.LeftJoin(builder.Table<string, string>(table), (value, row) => $"{value}:{row ?? "-"}");
        }

        stream.GroupByKey().Aggregate(
            () => "", (_, value, total) => total.Length == 0 ? value : $"{total} {value}", Materialized.As("history"));
        return builder.Build(Name, version);
    }

    private static string Row(IRunningVersion engine)
    {
        using IStoreView store = engine.OpenStore("history");
        return System.Text.Json.JsonElement.Parse(store.Get("k")!.ValueJson).GetString()!;
    }

    private string History(int version) => Row(_versions.Find(version)!);

    private async Task StartAsync()
    {
        var catalog = new VersionCatalog(_registry, _log, null);
        catalog.Register([.. _topologies.Select(topology => new OfferedVersion(topology, "test", null))], "test");
        catalog.ChooseLive(record => _topologies[record.Version - 1], Name, 1);
        await _versions.StartAsync();
    }

    private async Task ReplayAsync(int version)
    {
        await _versions.StartReplayAsync(new ReplayRequest(version), VersionsFixture.TestTimeout());
        await CaughtUpAsync(version);
    }

    private Task CaughtUpAsync(int version) => _versions.WaitAsync(
        version,
        status => status.Error is { } error ? throw new InvalidOperationException(error)
            : status.Record.State == VersionState.CaughtUp && status.RecordsDone == status.RecordsTotal,
        VersionsFixture.TestTimeout());

    private Task<VerifyResult> VerifyAsync() => Task.Run(() => new Verification(
        _versions.Live!, _log, new EngineSettings { Limits = new() { SliceRecords = 1 } })
        .Run(1, null, VersionsFixture.TestTimeout()));

    private async Task WriteAndSettleAsync(string topic, long timestampMs, string value)
    {
        Write(topic, timestampMs, value);
        await _versions.WaitUntilTakenInAsync(1, VersionsFixture.TestTimeout());
    }

    private void Write(string topic, long timestampMs, string value)
    {
        using ILogProducer producer = _log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(timestampMs, true, "k"u8, true, Encoding.UTF8.GetBytes(value));
        producer.Append(new TopicPartition(topic, 0), buffer);
        producer.Commit();
    }
}
