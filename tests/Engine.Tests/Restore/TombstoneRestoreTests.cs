using System.Globalization;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

public sealed class TombstoneRestoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SettableClock _clock = new() { Now = DateTimeOffset.UnixEpoch.AddYears(50) };

    [Fact]
    public void Rule_17_state_that_has_missed_tombstones_is_rebuilt_so_that_no_key_comes_back()
    {
        using EmbeddedLog log = LogWith("gone");
        Run(log, "state");
        _directory.Copy(_directory.In("state"), _directory.In("old"));
        DeleteAndForget(log);
        Assert.True(log.Offsets(Changelog).TombstonesFrom > 1, "The tombstone is still there.");
        var notices = new List<string>();

        string[] keys = Run(log, "old", notices.Add);

        Assert.DoesNotContain("gone", keys);
        Assert.Equal(200, keys.Length);
        Assert.Contains("tombstones", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11, false), InlineData(13, true)] // Half of 24 hours.
    public void Rule_17_on_a_log_that_does_not_say_which_tombstones_are_gone_the_age_of_the_state_decides(
        int hours, bool isRebuilt)
    {
        using EmbeddedLog log = LogWith("gone");
        using ProbedLog kafka = new(log) { HidesTombstones = true };
        Run(kafka, "state");
        _directory.Copy(_directory.In("state"), _directory.In("old"));
        log.Append("in", 0, ("gone", null, 2), ("new", "1", 2));
        Run(kafka, "state");
        _clock.Now += TimeSpan.FromHours(hours);
        var notices = new List<string>();

        Assert.Equal(["new"], Run(kafka, "old", notices.Add));

        Assert.Equal(
            isRebuilt ? 1 : 0, notices.Count(notice => notice.Contains("tombstones", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rule_17_state_of_a_long_run_with_little_traffic_is_not_rebuilt_after_a_kill()
    {
        using EmbeddedLog log = LogWith("gone");
        using ProbedLog kafka = new(log) { HidesTombstones = true };
        Run(kafka, "state");
        using StreamEngine running = Open(kafka, "state", null);
        for (int hour = 1; hour <= 12; hour++)
        {
            _clock.Now += TimeSpan.FromHours(1);
            log.Append("in", 0, ($"hour-{hour.ToString("D2", CultureInfo.InvariantCulture)}", "1", 2));
            running.RunToEnd();
        }

        _directory.Copy(_directory.In("state"), _directory.In("killed"));
        _clock.Now += TimeSpan.FromMinutes(30); // A flush that waits until it is due would come too late.
        var notices = new List<string>();

        Assert.Equal(13, Run(kafka, "killed", notices.Add).Length);

        Assert.Empty(notices);
    }

    [Fact]
    public void Rule_17_state_that_nothing_came_to_for_long_is_not_rebuilt_for_one_record()
    {
        using EmbeddedLog log = LogWith("gone");
        using ProbedLog kafka = new(log) { HidesTombstones = true };
        Run(kafka, "state");
        using StreamEngine running = Open(kafka, "state", null);
        _clock.Now += TimeSpan.FromHours(13);
        running.RunToEnd();
        log.Append("in", 0, ("new", "1", 2));
        running.RunToEnd();
        _directory.Copy(_directory.In("state"), _directory.In("killed"));
        var notices = new List<string>();

        Assert.Equal(["gone", "new"], Run(kafka, "killed", notices.Add));

        Assert.Empty(notices);
    }

    [Fact]
    public void State_of_another_generation_of_the_log_is_rebuilt_though_its_offsets_fit()
    {
        using EmbeddedLog lost = LogWith("lost");
        Run(lost, "state");
        using EmbeddedLog log = LogWith("kept");
        Run(log, "other");
        using ProbedLog next = new(log) { OtherGeneration = log.Generation + 1 };
        var notices = new List<string>();

        Assert.Equal(["kept"], Run(next, "state", notices.Add));

        Assert.Contains("generation", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void State_at_its_changelogs_end_is_kept_on_a_log_that_does_not_say_which_tombstones_are_gone()
    {
        using EmbeddedLog log = LogWith("kept");
        using ProbedLog kafka = new(log) { HidesTombstones = true };
        Run(kafka, "state");
        _clock.Now += TimeSpan.FromHours(13);
        var notices = new List<string>();

        Assert.Equal(["kept"], Run(kafka, "state", notices.Add));

        Assert.Empty(notices);
    }

    [Fact]
    public void State_at_its_changelogs_end_is_kept_however_old_it_is()
    {
        using EmbeddedLog log = LogWith("gone");
        Run(log, "state");
        DeleteAndForget(log);
        var notices = new List<string>();

        Run(log, "state", notices.Add);

        Assert.Empty(notices);
    }

    public void Dispose() => _directory.Dispose();

    private static TopicPartition Changelog => new("rows.v1.i1.rows.changelog", 0);

    private EmbeddedLog LogWith(string key)
    {
        EmbeddedLog log = EmbeddedLog.InMemory(
            new EmbeddedLogOptions { SegmentBytes = 1 << 10, CompactionBytes = 0 }, _clock);
        log.CreateTopic("in", new TopicSettings());
        log.Append("in", 0, (key, "1", 1));
        return log;
    }

    /// <summary>Deletes the row, writes more than a segment, and lets the tombstone's retention pass.</summary>
    private void DeleteAndForget(EmbeddedLog log)
    {
        log.Append("in", 0, ("gone", null, 2));
        Run(log, "state");
        for (int n = 0; n < 200; n++)
        {
            log.Append("in", 0, ($"key-{n.ToString(CultureInfo.InvariantCulture)}", "1", 3));
            if (n % 20 == 19)
            {
                Run(log, "state");
            }
        }

        log.CleanUp();
        _clock.Now += TimeSpan.FromHours(25);
        log.CleanUp();
    }

    private StreamEngine Open(ILog log, string state, Action<string>? notice) => StreamEngine.Open(
        Rows(), log, new EngineSettings
        {
            State = DiskState.In(_directory.In(state)),
            Seams = new() { Time = _clock, Notice = notice },
        });

    private string[] Run(ILog log, string state, Action<string>? notice = null)
    {
        using StreamEngine engine = Open(log, state, notice);
        engine.RunToEnd();
        using StoreView rows = engine.OpenStore("rows");
        return [.. rows.Scan().Select(row => row.Key)];
    }

    private static Topology Rows()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in", materialized: Materialized.As("rows")).ToStream().To("out");
        return builder.Build("rows", 1);
    }
}
