using System.Text.Json;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>
/// Topologies over a table that came as snapshots: they say what they would say of the changes themselves, and can be
/// replayed, compared and switched.
/// </summary>
public sealed class SnapshotTopicTests
{
    private const int Nights = 5;
    private const long FirstNightMs = 1_796_000_400_000;
    private const long NightMs = 86_400_000;

    private static readonly RowVersion[] Versions =
        [new(1, row => row.Value > 1), new(2, row => row.Value > 1), new(3, row => row.Name != "n1")];

    private readonly Random _random = Seed.Random(out _);
    private readonly Dictionary<string, string> _letters = [];
    private readonly TableHistory _table;

    public SnapshotTopicTests() => _table = new TableHistory(_random);

    [Fact]
    public async Task Snapshots_give_the_answers_of_the_changes_that_they_were_made_of()
    {
        using EmbeddedLog changed = EmbeddedLog.InMemory();
        using EmbeddedLog nightly = EmbeddedLog.InMemory();
        using var changes = new TableTopics(changed, RowVersion.Topic);
        using var snapshots = new TableTopics(nightly, RowVersion.Topic);
        await using VersionsFixture byChange = await VersionsFixture.StartAsync([Versions[0].Offer()], changed);
        await using VersionsFixture byNight = await VersionsFixture.StartAsync([Versions[0].Offer()], nightly);

        for (int night = 0; night < Nights; night++)
        {
            foreach ((string key, TableHistory.Row? row) in _table.Change())
            {
                changes.Write(RowVersion.Topic, key, row is null ? null : TableHistory.JsonOf(row), TimeOf(night));
                Letter(key, byChange, byNight);
            }

            await snapshots.ApplyAsync(RowVersion.Topic, _table.Dump(), "id", TimeOf(night));
            await byChange.SettleAsync();
            await byNight.SettleAsync();

            Assert.Equal(_table.Rows, RowsOf(byNight));
            Assert.Equal(_table.Rows, RowsOf(byChange));
            Assert.Equal(Versions[0].Expected(_table.Rows, _letters), byNight.LastValues());
            Assert.Equal(byChange.LastValues(), byNight.LastValues());
        }
    }

    [Fact]
    public async Task A_topology_over_snapshots_is_replayed_compared_and_switched()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using var topics = new TableTopics(log, RowVersion.Topic);
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [.. Versions.Select(version => version.Offer())], log);
        for (int night = 0; night < Nights; night++)
        {
            await NightAsync(night, fixture, topics);
        }

        await fixture.ReplayAsync(2);
        await AssertSameAsync(fixture, 1, 2);
        Assert.Equal((0, 0), Published(await CutoverAsync(fixture, 2)));
        await NightAsync(Nights, fixture, topics);
        Assert.Equal(Versions[1].Expected(_table.Rows, _letters), fixture.LastValues());

        await fixture.ReplayAsync(3);
        SortedDictionary<string, string> before = fixture.LastValues();
        SortedDictionary<string, string> after = Versions[2].Expected(_table.Rows, _letters);
        int values = after.Count(row => before.GetValueOrDefault(row.Key) != row.Value);
        Assert.Equal((values, before.Keys.Except(after.Keys).Count()), Published(await CutoverAsync(fixture, 3)));
        Assert.Equal(after, fixture.LastValues());
        await NightAsync(Nights + 1, fixture, topics);
        Assert.Equal(Versions[2].Expected(_table.Rows, _letters), fixture.LastValues());
    }

    [Fact]
    public async Task Capture_and_snapshots_together_come_to_the_table_of_the_database()
    {
        const string captured = "db.public.rows";
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using var topics = new TableTopics(log, RowVersion.Topic, captured);
        OfferedVersion[] offered = [.. Versions[..2].Select(version => version.Offer(builder => builder
            .DebeziumTable<string, TableHistory.Row>(
                captured, snapshots: RowVersion.Topic, materialized: Materialized.As("rows"))))];
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(offered, log);
        var late = new Queue<(string Key, TableHistory.Row? Row, long TimeMs)>();

        for (int night = 0; night < Nights; night++)
        {
            long startMs = TimeOf(night);
            foreach ((string key, TableHistory.Row? row) in _table.Change())
            {
                late.Enqueue((key, row, startMs - 1 - _random.Next(2)));
            }

            string[] dump = _table.Dump();
            foreach ((string key, TableHistory.Row? row) in _table.Change()) // While the snapshot is on its way.
            {
                late.Enqueue((key, row, startMs + _random.Next(2)));
            }

            Capture(topics, captured, late, _random.Next(late.Count + 1), startMs);
            await topics.ApplyAsync(RowVersion.Topic, dump, "id", startMs);
            if (night % 2 == 0)
            {
                Capture(topics, captured, late, late.Count, startMs);
                await fixture.SettleAsync();
                Assert.Equal(_table.Rows, RowsOf(fixture));
            }
        }

        Capture(topics, captured, late, late.Count, TimeOf(Nights));
        await fixture.SettleAsync();
        Assert.Equal(_table.Rows, RowsOf(fixture));
        await fixture.ReplayAsync(2);
        await AssertSameAsync(fixture, 1, 2);
        Assert.Equal((0, 0), Published(await CutoverAsync(fixture, 2)));
        Assert.Equal(Versions[1].Expected(_table.Rows, _letters), fixture.LastValues());
    }

    [Theory]
    [InlineData("""{"id":1}""", "id")]
    [InlineData("""{"id":"a\tb\"c\\d/é😀\u0001"}""", "id")]
    [InlineData("""{"shop":"a\tb\"c\\d/é😀\u0001","id":-70}""", "shop,id")]
    [InlineData("""{"id":true,"shop":"x"}""", "shop,id")]
    public async Task Captured_keys_are_those_of_snapshots(string key, string columns)
    {
        var builder = new StreamBuilder();
        builder.DebeziumTable<string, JsonElement>(
            "captured", snapshots: RowVersion.Topic, key: columns.Split(','), materialized: Materialized.As("table"));
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("captured", new TopicSettings { Partitions = VersionsFixture.Partitions + 1 });
        using var topics = new TableTopics(log, RowVersion.Topic);
        await topics.ApplyAsync(RowVersion.Topic, [key], columns, timeMs: 10);
        topics.Write("captured", key, """{"op":"c","after":{},"source":{"ts_ms":20}}""", timeMs: 30);
        using StreamEngine engine = StreamEngine.Open(builder.Build("keys"), log);

        engine.RunToEnd();

        using StoreView table = engine.OpenStore("table");
        Assert.Equal("{}", Assert.Single(table.Scan()).ValueJson);
    }

    private static void Capture(
        TableTopics topics, string topic, Queue<(string Key, TableHistory.Row? Row, long TimeMs)> changes, int count,
        long nowMs)
    {
        for (; count > 0; count--)
        {
            (string key, TableHistory.Row? row, long timeMs) = changes.Dequeue();
            string keyJson = $$"""{"id":{{TableHistory.Quoted(key)}}}""";
            string after = row is null ? "null" : TableHistory.JsonOf(row);
            topics.Write(
                topic, keyJson,
                $$$"""{"op":"{{{(row is null ? 'd' : 'u')}}}","after":{{{after}}},"source":{"ts_ms":{{{timeMs}}}}}""",
                nowMs + 2);
            if (row is null)
            {
                topics.Write(topic, keyJson, null, nowMs + 2);
            }
        }
    }

    private static long TimeOf(int night) => FirstNightMs + (night * NightMs);

    private static (long Values, long Tombstones) Published(CutoverStatus status) =>
        (status.Published, status.Tombstones);

    private static Task<CutoverStatus> CutoverAsync(VersionsFixture fixture, int version) =>
        fixture.Versions.CutoverAsync(version, new CutoverOptions(), VersionsFixture.TestTimeout());

    private static async Task AssertSameAsync(VersionsFixture fixture, int old, int @new)
    {
        using VersionDiff diff = await fixture.Versions.DiffAsync(old, @new, null, VersionsFixture.TestTimeout());
        Assert.All(diff.Compare(10), table => Assert.True(table.IsSame, table.ToString()));
    }

    private static SortedDictionary<string, TableHistory.Row> RowsOf(VersionsFixture fixture)
    {
        using IStoreView store = fixture.Versions.Live!.OpenStore("rows");
        return new(
            store.Scan().ToDictionary(
                row => row.Key,
                row => JsonSerializer.Deserialize<TableHistory.Row>(row.ValueJson, JsonSerializerOptions.Web)!),
            StringComparer.Ordinal);
    }

    private async Task NightAsync(int night, VersionsFixture fixture, TableTopics topics)
    {
        foreach ((string key, _) in _table.Change())
        {
            Letter(key, fixture);
        }

        await topics.ApplyAsync(RowVersion.Topic, _table.Dump(), "id", TimeOf(night));
        await fixture.SettleAsync();
    }

    private void Letter(string key, params VersionsFixture[] fixtures)
    {
        string letter = ((char)('a' + _random.Next(26))).ToString();
        _letters[key] = _letters.GetValueOrDefault(key) + letter;
        Array.ForEach(fixtures, fixture => fixture.Write(key, letter));
    }
}
