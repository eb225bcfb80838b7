using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Cuts are replayed by the ordering rule that they were made under, however old it is.</summary>
public sealed class RecordedOrderTests
{
    public static TheoryData<string> Files { get; } = ["rule-1.zip"];

    [Fact]
    public void What_is_recorded_today_can_be_pinned_and_is_replayed_from_the_file()
    {
        using var file = new MemoryStream();
        RecordedOrder.Record(file);
        if (Environment.GetEnvironmentVariable("KAPPA_KEEP_ORDER") is { Length: > 0 } target)
        {
            File.WriteAllBytes(target, file.ToArray());
        }

        using RecordedOrder recorded = RecordedOrder.Open(file);

        BacklogLines.Equal(recorded.Lines(1), Replay(recorded.Log, 1, "again."), "version 1");
        BacklogLines.Equal(recorded.Lines(2), Replay(recorded.Log, 2, "more."), "version 2");
    }

    [Theory, MemberData(nameof(Files))]
    public void A_replay_over_cuts_of_an_old_rule_gives_what_it_gave_then(string file)
    {
        using RecordedOrder recorded = RecordedOrder.Open(file);

        foreach (int runRecords in new[] { 1, 70, 1_000_000 })
        {
            string[] again = Replay(recorded.Log, 1, $"again-{runRecords}.", runRecords);

            BacklogLines.Equal(recorded.Lines(1), again, $"runs of {runRecords}");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void A_version_whose_source_was_added_under_an_old_rule_finds_its_past_where_it_was(string file)
    {
        using RecordedOrder recorded = RecordedOrder.Open(file);

        string[] again = Replay(recorded.Log, 2, "again.");

        BacklogLines.Equal(recorded.Lines(2), again, "version 2");
    }

    [Theory, MemberData(nameof(Files))]
    public void The_past_of_a_source_comes_again_where_runs_end_earlier_than_they_were_taken_up(string file)
    {
        using RecordedOrder recorded = RecordedOrder.Open(file);

        foreach (int runBytes in new[] { 100, 700, 3_000 })
        {
            string[] again = Run(recorded.Log, 2, RecordedOrder.Second with
            {
                Instance = runBytes,
                Limits = RecordedOrder.Second.Limits with { RunBytes = runBytes },
            }, $"again-{runBytes}.");

            BacklogLines.Equal(recorded.Lines(2), again, $"runs of {runBytes} bytes");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void What_is_processed_today_goes_on_behind_an_old_rule_and_is_replayed_with_it(string file)
    {
        using RecordedOrder recorded = RecordedOrder.Open(file);
        var random = new Random(3);
        string[] topics = [.. RecordedTopologies.Topics, RecordedTopologies.AddedTopic];
        var feeder = new Feeder(recorded.Log, topics, RecordedTopologies.Partitions, random);
        feeder.Append(200);
        string[] live = RecordedOrder.RunLive(recorded.Log, 30, () => feeder.Append(random.Next(1, 20)));

        string[] second = Run(recorded.Log, 2, RecordedOrder.Second, RecordedOrder.Prefix);

        BacklogLines.Equal(live, Replay(recorded.Log, 1, "again."), "version 1");
        BacklogLines.Equal(second, Replay(recorded.Log, 2, "more."), "version 2");
    }

    /// <summary>From zero, as an instance of its own.</summary>
    private static string[] Replay(ILog log, int version, string prefix, int runRecords = 50) => Run(
        log, version, RecordedOrder.Second with
        {
            Instance = 100 + runRecords,
            Limits = RecordedOrder.Second.Limits with { RunRecords = runRecords },
        }, prefix);

    private static string[] Run(ILog log, int version, EngineSettings settings, string prefix)
    {
        using StreamEngine engine = StreamEngine.Open(
            RecordedTopologies.Build(version), log, settings with { Role = new CopyRole(prefix) });
        engine.RunToEnd();
        return BacklogLines.Of(engine, log, prefix);
    }
}
