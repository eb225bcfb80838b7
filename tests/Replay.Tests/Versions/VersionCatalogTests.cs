using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class VersionCatalogTests : IDisposable
{
    private readonly EmbeddedLog _log = EmbeddedLog.InMemory();
    private readonly VersionRegistry _registry;
    private readonly List<string> _notices = [];
    private readonly VersionCatalog _catalog;

    public VersionCatalogTests()
    {
        _log.CreateTopic("in", new TopicSettings());
        _registry = VersionRegistry.Open(_log, TimeProvider.System);
        _catalog = new VersionCatalog(_registry, _log, _notices.Add);
    }

    public void Dispose()
    {
        _log.Dispose();
    }

    [Fact]
    public void The_fingerprint_of_a_version_with_data_does_not_change_under_it()
    {
        Register(Version(1, "totals"));
        Live(1);
        VersionRecord before = _registry.Find("t", 1)!;

        KappaException error = Assert.Throws<KappaException>(() => Register(Version(1, "renamed"), Version(2, "new")));

        Assert.Equal(("KAP4006", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Equal(before, _registry.Find("t", 1));
        Assert.Null(_registry.Find("t", 2));
    }

    [Fact]
    public void A_version_without_data_takes_the_new_structure()
    {
        Register(Version(1, "totals"), Version(2, "totals"));
        OfferedVersion changed = Version(2, "renamed");

        IReadOnlyList<VersionRecord> news = Register(Version(1, "totals"), changed);

        Assert.Equal(2, Assert.Single(news).Version);
        Assert.Equal(changed.Topology.Fingerprint, _registry.Find("t", 2)!.Fingerprint);
    }

    [Fact]
    public void The_pinned_artifact_stays_and_a_notice_names_the_command()
    {
        Register(Version(1, "totals", "0123456789abcdef"));
        Live(1);

        IReadOnlyList<VersionRecord> news = Register(Version(1, "totals", "short"));

        Assert.Empty(news);
        Assert.Equal("0123456789abcdef", _registry.Find("t", 1)!.Artifact);
        Assert.Contains("kappa replay start t --version 2", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Contains("0123456789ab)", _notices[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_artifact_again_is_no_news_and_writes_nothing()
    {
        Register(Version(1, "totals", "a"));
        long end = _log.Offsets(new TopicPartition(VersionRegistry.Topic, 0)).LastStable;

        Assert.Empty(Register(Version(1, "totals", "a")));

        Assert.Empty(_notices);
        Assert.Equal(end, _log.Offsets(new TopicPartition(VersionRegistry.Topic, 0)).LastStable);
    }

    [Fact]
    public void The_first_start_takes_the_highest_version()
    {
        Register(Version(1, "totals"), Version(10, "totals"), Version(9, "totals"));

        VersionRecord live = _catalog.ChooseLive(Load, "t", null);

        Assert.Equal((10, VersionState.Live, 1, true), (live.Version, live.State, live.Instance, live.IsWhole));
        Assert.Equal([10], LiveVersions());
    }

    [Fact]
    public void The_first_start_takes_the_version_that_is_wanted_and_a_later_one_does_not_switch()
    {
        Register(Version(1, "totals"), Version(2, "totals"));

        Assert.Equal(1, _catalog.ChooseLive(Load, "t", 1).Version);
        Assert.Equal(1, _catalog.ChooseLive(Load, "t", null).Version);
        KappaException error = Assert.Throws<KappaException>(() => _catalog.ChooseLive(Load, "t", 2));

        Assert.Equal(("KAP4005", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Equal([1], LiveVersions());
    }

    [Fact]
    public void A_version_that_is_not_there_cannot_be_wanted()
    {
        Register(Version(1, "totals"));

        KappaException error = Assert.Throws<KappaException>(() => _catalog.ChooseLive(Load, "t", 3));

        Assert.Equal(("KAP4008", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Empty(LiveVersions());
    }

    [Fact]
    public void A_first_version_over_a_source_whose_front_is_gone_has_not_the_whole_history()
    {
        using ILogProducer producer = _log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(1, true, "a"u8, true, "x"u8);
        producer.Append(new TopicPartition("in", 0), buffer);
        producer.Commit();
        _log.DeleteRecords(new TopicPartition("in", 0), 1);
        Register(Version(1, "totals"));

        Assert.False(_catalog.ChooseLive(Load, "t", null).IsWhole);
    }

    [Fact]
    public void A_table_has_one_owner_also_where_two_topologies_come_at_once()
    {
        Register(Version(1, "totals", topology: "t"), Version(1, "totals", topology: "u"));
        Live(1);

        KappaException late = Assert.Throws<KappaException>(() => _catalog.ChooseLive(Load, "u", null));
        KappaException later = Assert.Throws<KappaException>(() => Register(Version(2, "totals", topology: "u")));

        Assert.Equal(("KAP4009", ExitCodes.Refused), (late.Code, late.ExitCode));
        Assert.Equal("KAP4009", later.Code);
        Assert.Equal(VersionState.Registered, _registry.Find("u", 1)!.State);
        Assert.Null(_registry.Find("u", 2));
    }

    [Fact]
    public void New_code_of_an_aborted_version_does_not_hide_that_its_data_may_be_left()
    {
        Register(Version(1, "totals"), Version(2, "totals"));
        _registry.Update(
            "t", 2, record => record with { State = VersionState.Aborted, Instance = 4, Creates = ["own"] });

        Register(Version(2, "renamed"));

        VersionRecord record = _registry.Find("t", 2)!;
        Assert.Equal((VersionState.Aborted, 4), (record.State, record.Instance));
        Assert.Equal(["own"], record.Creates);
    }

    [Fact]
    public void A_compacted_topic_that_is_counted_as_a_stream_is_warned_of_and_as_a_table_it_is_not()
    {
        _log.CreateTopic("compacted", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        var stream = new StreamBuilder();
        stream.Stream<string, string>("compacted").GroupByKey().Count(Materialized.As("counts")).ToStream()
            .To("counted");
        var table = new StreamBuilder();
        table.Table<string, string>("compacted").MapValues(value => value).ToStream().To("mapped");

        Register(
            new OfferedVersion(stream.Build("t", 1), "V1", null), new OfferedVersion(table.Build("t", 2), "V2", null));

        string warning = Assert.Single(_notices);
        Assert.StartsWith("warning: t v1: Topic compacted is compacted:", warning, StringComparison.Ordinal);
        Assert.Contains("'counts' depend on every record", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_whose_topic_deletes_by_age_is_warned_of_with_the_command()
    {
        _log.CreateTopic("aged", new TopicSettings { RetentionTime = TimeSpan.FromDays(7) });
        _log.CreateTopic("dumped", new TopicSettings { RetentionTime = TimeSpan.FromDays(7) });
        var builder = new StreamBuilder();
        builder.Table<string, string>("aged").ToStream().To("copied");
        builder.SnapshotTable<string, string>("dumped").ToStream().To("shown");

        Register(new OfferedVersion(builder.Build("t", 1), "V1", null));

        string warning = Assert.Single(_notices);
        Assert.StartsWith("warning: t v1: Topic aged is read as a table", warning, StringComparison.Ordinal);
        Assert.Contains("--entity-name aged --add-config cleanup.policy=compact", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_description_warns_of_is_said_of_each_version_that_may_run()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").ToStream().Filter((_, _) => true).To("filtered");
        OfferedVersion warned = new(builder.Build("t", 2), "V2", null);

        Register(Version(1, "totals"), warned);

        Assert.Equal($"warning: t v2: {Assert.Single(warned.Topology.Warnings)}", Assert.Single(_notices));
    }

    private IReadOnlyList<VersionRecord> Register(params OfferedVersion[] offered) => _catalog.Register(offered, "me");

    private void Live(int version) => _catalog.ChooseLive(Load, "t", version);

    private int[] LiveVersions() =>
        [.. _registry.Of("t").Where(record => record.State == VersionState.Live).Select(record => record.Version)];

    private static Topology Load(VersionRecord record) => Version(record.Version, "totals").Topology;

    private static OfferedVersion Version(int version, string store, string? artifact = null, string topology = "t")
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As(store)).ToStream().To("table");
        return new OfferedVersion(builder.Build(topology, version), $"V{version}", artifact);
    }
}
