using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>The topic of a source is deleted that only a retired version has read: what others read counts.</summary>
public sealed class DeletedSourceTests : IAsyncDisposable
{
    private const string Name = "moves";
    private const string Old = "old-letters";
    private const string New = "new-letters";
    private const string Output = "moved";

    private readonly EmbeddedLog _log = EmbeddedLog.InMemory();
    private readonly VersionRegistry _registry;
    private readonly Topology[] _topologies =
        [Version(1, Old, value => value), Version(2, New, value => value), Version(3, New, value => value + "!")];

    private TopologyVersions _versions = null!;
    private long _timeMs;

    public DeletedSourceTests()
    {
        _log.CreateTopic(Old, new TopicSettings { Partitions = 2 });
        _log.CreateTopic(New, new TopicSettings { Partitions = 2 });
        _registry = VersionRegistry.Open(_log, TimeProvider.System);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_live_version_its_next_start_and_later_replays_go_on_without_it(bool isMadeAnew)
    {
        await StartAsync();
        await WriteAsync(1, Old, "a", "b", "c");
        await WriteAsync(1, New, "a", "b");
        await ReplayAsync(2);
        await CutoverAsync();
        await WriteAsync(2, Old, "d");
        await WriteAsync(2, New, "c");
        await _versions.RetireAsync(1, "test", null, VersionsFixture.TestTimeout());

        _log.DeleteTopic(Old);
        if (isMadeAnew)
        {
            _log.CreateTopic(Old, new TopicSettings { Partitions = 1 }); // It is another one, of fewer partitions.
        }

        await WriteAsync(2, New, "d");
        await _versions.DisposeAsync();
        await StartAsync();
        await WriteAsync(2, New, "e");
        ReplayPlan plan = _versions.Plan(new ReplayRequest(3), VersionsFixture.TestTimeout());
        VerifyResult verified = await Task.Run(() => new Verification(
            _versions.Live!, _log, new EngineSettings()).Run(1, null, VersionsFixture.TestTimeout()));
        await ReplayAsync(3);
        await WriteAsync(2, New, "f");
        await CaughtUpAsync(3);
        string before = Values();
        await CutoverAsync();
        await WriteAsync(3, New, "g");

        Assert.Equal(10, plan.Sources.Sum(source => source.Records));
        Assert.True(verified.IsSame);
        Assert.Equal("0abcdef 1abcdef", before);
        Assert.Equal("0a!b!c!d!e!f!g! 1a!b!c!d!e!f!g!", Values());
    }

    public async ValueTask DisposeAsync()
    {
        await _versions.DisposeAsync();
        _log.Dispose();
    }

    private static Topology Version(int version, string source, Func<string, string> say)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(source).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + say(value), Materialized.As("totals"))
            .ToStream().To(Output);
        return builder.Build(Name, version);
    }

    private async Task StartAsync()
    {
        _versions = new TopologyVersions(Name, new VersionsSettings
        {
            Log = _log,
            Engine = new EngineSettings { Limits = new() { SliceRecords = 2, SealedCuts = 1 } },
            Registry = _registry,
            Load = record => _topologies[record.Version - 1],
        });
        var catalog = new VersionCatalog(_registry, _log, null);
        catalog.Register([.. _topologies.Select(topology => new OfferedVersion(topology, "test", null))], "test");
        catalog.ChooseLive(
            record => _topologies[record.Version - 1], Name, _registry.Find(Name, 1)!.Instance == 0 ? 1 : null);
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

    private Task<CutoverStatus> CutoverAsync() =>
        _versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());

    /// <summary>Writes each value to both partitions, and waits until the live version has taken it in.</summary>
    private async Task WriteAsync(int live, string topic, params string[] values)
    {
        using ILogProducer producer = _log.OpenProducer();
        foreach (string value in values)
        {
            for (int partition = 0; partition < 2; partition++)
            {
                using var buffer = new RecordBuffer();
                buffer.Add(
                    ++_timeMs, true, Encoding.UTF8.GetBytes($"{partition}"), true, Encoding.UTF8.GetBytes(value));
                producer.Append(new TopicPartition(topic, partition), buffer);
                producer.Commit();
            }

            await _versions.WaitUntilTakenInAsync(live, VersionsFixture.TestTimeout());
        }
    }

    /// <summary>The last value of each key of the output.</summary>
    private string Values()
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int partition = 0; partition < 2; partition++)
        {
            using var cursor = new RecordCursor(_log.OpenReader(new TopicPartition(Output, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                rows[Encoding.UTF8.GetString(cursor.Key)] = Encoding.UTF8.GetString(cursor.Value);
            }
        }

        return string.Join(' ', rows.Select(row => row.Key + row.Value));
    }
}
