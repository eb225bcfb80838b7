using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>
/// Replay, diff, cutover and rollback hold with every operator that keeps something (docs/semantics.md).
/// </summary>
public sealed class WholeLanguageTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];

    private readonly Random _random = Seed.Random(out _);
    private long _now = 1_000;
    private int _followers;

    [Fact]
    public async Task An_identical_version_differs_nowhere_and_what_it_replays_is_what_is_verified()
    {
        using EmbeddedLog log = NewLog();
        await using VersionsFixture fixture = await StartAsync(log, Plain(1), Plain(2));
        await WriteAsync(fixture, 120);
        await fixture.ReplayAsync(2);
        await WriteAsync(fixture, 40);

        using VersionDiff diff = await fixture.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout());
        IReadOnlyList<TableComparison> tables = diff.Compare(3);
        VerifyResult verified = await Task.Run(() => new Verification(
            fixture.Versions.Live!, log, new EngineSettings()).Run(3, null, CancellationToken.None));

        Assert.Equal(
            WholeLanguage.Outputs.Order(StringComparer.Ordinal),
            tables.Where(table => table.Kind == TableKind.Output).Select(table => table.Name));
        Assert.All(tables, table => Assert.Equal((0, 0, 0), (table.Changed, table.OnlyOld, table.OnlyNew)));
        Assert.All(tables, table => Assert.NotEqual(0, table.Same));
        Assert.True(verified.IsSame);
    }

    [Fact]
    public async Task After_a_cutover_and_after_a_rollback_each_topic_says_what_a_version_that_was_always_live_says()
    {
        using EmbeddedLog log = NewLog();
        await using VersionsFixture fixture = await StartAsync(log, Plain(1), Shouting(2));
        await WriteAsync(fixture, 100);
        await fixture.ReplayAsync(2);
        await WriteAsync(fixture, 30);

        await fixture.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        AssertSays(fixture, Shouting(1));
        await WriteAsync(fixture, 50);
        AssertSays(fixture, Shouting(1));
        await fixture.Versions.RollbackAsync(new CutoverOptions(), VersionsFixture.TestTimeout());
        AssertSays(fixture, Plain(1));
        await WriteAsync(fixture, 30);
        AssertSays(fixture, Plain(1));
    }

    private static OfferedVersion Plain(int version) => WholeLanguage.Version(version, value => value);

    private static OfferedVersion Shouting(int version) => WholeLanguage.Version(
        version, value => value[0] is 'x' or 'y' ? value.ToUpperInvariant() : value);

    private static Task<VersionsFixture> StartAsync(ILog log, params OfferedVersion[] offered) =>
        VersionsFixture.StartAsync(offered, log);

    /// <summary>A log with the names of some letters, which come before all else.</summary>
    private static EmbeddedLog NewLog()
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        log.Admin.CreateTopic("names", new TopicSettings { Partitions = 3 });
        using ILogProducer producer = log.OpenProducer();
        for (int partition = 0; partition < 3; partition++)
        {
            using var buffer = new RecordBuffer();
            string letter = $"{(char)('x' + partition)}";
            buffer.Add(1, true, Encoding.UTF8.GetBytes(letter), true, Encoding.UTF8.GetBytes($"<{letter}>"));
            producer.Append(new TopicPartition("names", partition), buffer);
            producer.Commit();
        }

        return log;
    }

    /// <summary>Writes letters, some late, in several cuts, and waits for the last.</summary>
    private async Task WriteAsync(VersionsFixture fixture, int records)
    {
        for (int record = 0; record < records; record++)
        {
            _now += _random.Next(4);
            fixture.Write(
                Keys[_random.Next(Keys.Length)], $"{(char)('w' + _random.Next(4))}{_random.Next(10)}",
                _now - (_random.Next(5) == 0 ? _random.Next(30) : 0));
            if (_random.Next(25) == 0)
            {
                await fixture.SettleAsync();
            }
        }

        await fixture.SettleAsync();
    }

    /// <summary>
    /// A version that was live from the beginning, over the same cuts, is what the topics are compared with.
    /// </summary>
    private void AssertSays(VersionsFixture fixture, OfferedVersion alone)
    {
        string prefix = $"alone-{++_followers}.";
        using (StreamEngine engine = StreamEngine.Open(alone.Topology, fixture.Log, new EngineSettings
        {
            Instance = 900 + _followers,
            Role = new CopyRole(prefix),
        }))
        {
            engine.RunToEnd();
        }

        Assert.All(WholeLanguage.Outputs, topic =>
        {
            Assert.NotEmpty(fixture.LastValues(topic));
            Assert.Equal(fixture.LastValues(prefix + topic), fixture.LastValues(topic));
        });
    }

}
