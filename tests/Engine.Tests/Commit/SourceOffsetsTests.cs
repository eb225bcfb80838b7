using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Source offsets that commits carry for the tools of the log.</summary>
public sealed class SourceOffsetsTests
{
    private readonly StoppedTime _time = new();

    [Fact]
    public void Offsets_are_sent_no_more_often_than_the_setting_says()
    {
        using EmbeddedLog log = TestLog.With(("a", 1));
        using StreamEngine engine = Open(log, 1, "a");
        Run(log, engine);

        Run(log, engine);

        Assert.Equal(["a/0=1"], Offsets(log, 1));
    }

    [Fact]
    public void On_a_cluster_every_commit_carries_them_also_one_beside_the_runs()
    {
        using EmbeddedLog log = TestLog.With(("a", 1));
        using StreamEngine engine = StreamEngine.Open(
            ReadingTopology.Build(1, "a"), log,
            new EngineSettings { GroupOffsets = TimeSpan.FromMinutes(1), Seams = new() { Time = _time } }.OnACluster());
        Run(log, engine);
        string[] first = Offsets(log, 1);
        Run(log, engine);
        string[] second = Offsets(log, 1);
        long before = Committed(log);

        engine.CommitBeside(commit =>
        {
            commit(AppendOne);
            return true;
        });

        Assert.Equal(["a/0=1"], first);
        Assert.Equal(["a/0=2"], second);
        Assert.True(Committed(log) > before);
    }

    [Fact]
    public void Offsets_that_no_commit_has_carried_are_sent_when_they_are_due_though_nothing_comes()
    {
        using EmbeddedLog log = TestLog.With(("a", 1));
        using StreamEngine engine = Open(log, 1, "a");
        Run(log, engine);
        Run(log, engine);
        _time.Advance(59_999);
        engine.RunOnce();
        string[] before = Offsets(log, 1);
        _time.Advance(1);

        Assert.False(engine.RunOnce());

        Assert.Equal(["a/0=1"], before);
        Assert.Equal(["a/0=2"], Offsets(log, 1));
    }

    [Fact]
    public void A_group_has_no_offsets_of_sources_that_only_other_versions_read()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "a", "b"));
        using StreamEngine engine = Open(log, 2, "a");
        engine.RunToEnd(); // Over the recorded cut.
        _time.Advance(60_000);

        Run(log, engine);

        Assert.Equal(["a/0=1"], Offsets(log, 2));
    }

    private static void AppendOne(ILogProducer producer)
    {
        using var records = new RecordBuffer();
        records.Add(1, true, "k"u8, true, "1"u8);
        producer.Append(new TopicPartition("a", 0), records);
        producer.Commit();
    }

    /// <summary>The end of the topic that has the offsets of all groups.</summary>
    private static long Committed(ILog log) => log.Offsets(new TopicPartition("kappa.groups", 0)).LastStable;

    private static void Run(ILog log, StreamEngine engine)
    {
        log.Append("a", 0, ("k", "1", 1));
        engine.RunToEnd();
    }

    private static string[] Offsets(ILog log, int version) => [.. log.Groups.Find($"reading.v{version}.i1")!.Offsets
        .Select(offset => $"{offset.Key}={offset.Value}").Order()];

    private StreamEngine Open(ILog log, int version, string topic) => StreamEngine.Open(
        ReadingTopology.Build(version, topic), log,
        new EngineSettings { GroupOffsets = TimeSpan.FromMinutes(1), Seams = new() { Time = _time } });
}
