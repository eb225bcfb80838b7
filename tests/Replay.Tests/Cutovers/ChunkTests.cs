using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>A large difference goes out in chunks, beside what changes meanwhile.</summary>
public sealed class ChunkTests
{
    private const int Keys = 40;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly PublishingLimits Small = new(3, 2, 1 << 20);
    private static readonly Letters[] Pair = [Letters.Plain(1), Letters.Shouting(2, _ => true)];

    [Fact]
    public async Task No_key_steps_back_while_chunks_go_out_and_those_that_are_equal_by_then_are_skipped()
    {
        await using Scenario scenario = await StartAsync(Small);
        int chunks = 0;
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverChunk && chunks++ == 0)
            {
                scenario.WriteAsync(("k39", "y"), ("k38", "y"), ("k00", "y"), ("z", "y")).Wait();
            }
        };

        CutoverStatus begun = await scenario.CutoverAsync();
        await scenario.CompletedAsync();
        CutoverStatus status = scenario.Fixture.Registry.Cutover(Totals.Name)!;

        // k00 was published before it was written; z is new, and was never part of the difference.
        Assert.Equal((false, false), (begun.IsAtomic, status.IsAtomic));
        Assert.Equal((Keys - 2, 0L), (status.Published, status.Tombstones));
        Assert.InRange(chunks, (Keys - 5) / 2, Keys);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        RequireNoStepBack(scenario);
    }

    [Fact]
    public async Task No_key_steps_back_under_steady_traffic()
    {
        await using Scenario scenario = await StartAsync(Small);
        int number = 0;
        var writes = new Lock();
        scenario.Step = _ => Write(5); // Also between all chunks.
        Task writing = Task.Run(() =>
        {
            for (int left = 500; left > 0; left--)
            {
                Write(1);
                Thread.Yield();
            }
        });

        await scenario.CutoverAsync();
        await scenario.CompletedAsync();
        await scenario.RollbackAsync();
        await scenario.CompletedAsync();

        scenario.Step = _ => { };
        await writing;
        await scenario.Fixture.SettleAsync();
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        RequireNoStepBack(scenario, "^1+2+1+$");

        void Write(int count)
        {
            lock (writes)
            {
                scenario.Write(Enumerable.Range(number, count).Select(next => ($"k{next * 7 % Keys:00}", "x")));
                number += count;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_between_two_chunks_goes_on_at_the_cursor(bool onDisk)
    {
        await using Scenario scenario = await StartAsync(Small, onDisk);
        CutoverStatus half = await StopAfterChunkAsync(scenario, 3);
        Assert.Equal((CutoverStage.Publishing, 9L), (half.Stage, half.Published));
        await scenario.OpenAsync();
        scenario.Write(("k39", "y"), ("k00", "y"));

        await scenario.CompletedAsync();

        await scenario.Fixture.SettleAsync();
        Assert.InRange(scenario.Fixture.Registry.Cutover(Totals.Name)!.Published, Keys - 1, Keys);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        RequireNoStepBack(scenario);
        await scenario.RollbackAsync();
        await scenario.CompletedAsync();
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_difference_of_many_bytes_goes_out_in_chunks_too()
    {
        // A row has four bytes, so a chunk is full with three.
        await using Scenario scenario = await Scenario.StartAsync(
            Pair, limits: new PublishingLimits(1000, 1000, 12, 12));
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 10).Select(number => ($"k{number:00}", "x"))]);
        await scenario.Fixture.ReplayAsync(2);
        int chunks = 0;
        scenario.Step = step => chunks += step == ReplaySteps.CutoverChunk ? 1 : 0;

        CutoverStatus begun = await scenario.CutoverAsync();
        await scenario.CompletedAsync();

        Assert.False(begun.IsAtomic);
        Assert.InRange(begun.Published, 3, 10); // The chunks behind the first go on by themselves.
        Assert.Equal(10, scenario.Fixture.Registry.Cutover(Totals.Name)!.Published);
        Assert.InRange(chunks, 2, 3); // The last one may have yet to be told.
    }

    [Fact]
    public async Task A_large_difference_deletes_too_and_at_its_end_nothing_is_left_of_the_images()
    {
        Letters silent = Letters.Filtering(2, _ => false);
        await using Scenario scenario = await Scenario.StartAsync([Pair[0], silent], limits: Small);
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 10).Select(number => ($"k{number:00}", "x"))]);
        await scenario.Fixture.ReplayAsync(2);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverCompleted)
            {
                done.SetResult();
            }
        };

        CutoverStatus begun = await scenario.CutoverAsync();
        await done.Task.WaitAsync(VersionsFixture.TestTimeout());

        CutoverStatus status = scenario.Fixture.Registry.Cutover(Totals.Name)!;
        Assert.False(begun.IsAtomic);
        Assert.InRange(begun.Tombstones, 3, 10); // The chunks behind the first go on by themselves.
        Assert.Equal((0, 10, 0), (status.Published, status.Tombstones, status.Left));
        Assert.Equal((CutoverStage.Completed, null), (status.Stage, status.Cursor));
        Assert.Empty(scenario.Fixture.LastValues());
        long[] times = [.. scenario.Fixture.TombstoneTimes()];
        Assert.Equal(10, times.Length);
        Assert.All(times, time => Assert.True(time > 1)); // As old as their rows, they could be gone at once.
        Assert.Empty(scenario.Fixture.Registry.Find(Totals.Name, 2)!.Images);
        Assert.Null(scenario.Log.Find("totals.v2.i1.joined.image"));
        Assert.Equal(
            [CutoverStep.Switched, CutoverStep.Begun, CutoverStep.Completed],
            CutHistory.ReadCutovers(scenario.Log, Totals.Name).Select(record => record.Step));
    }

    [Fact]
    public async Task A_difference_of_several_outputs_goes_out_output_by_output_and_no_row_twice()
    {
        await using Scenario scenario = await Scenario.StartAsync(
            Pair, offered: Letters.WithExtra(Pair), limits: Small);
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 10).Select(number => ($"k{number:00}", "x"))]);
        await scenario.Fixture.ReplayAsync(2);

        await scenario.CutoverAsync();
        await scenario.CompletedAsync();

        Assert.Equal(20, scenario.Fixture.Registry.Cutover(Totals.Name)!.Published);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues("extra"));
        Assert.Equal(20, scenario.Fixture.Records("extra").Count);
    }

    [Fact]
    public async Task State_that_is_lost_between_two_chunks_is_built_again()
    {
        await using Scenario scenario = await StartAsync(Small, onDisk: true);
        await StopAfterChunkAsync(scenario, 3);
        Directory.Delete(scenario.StateDirectory, recursive: true);
        await scenario.OpenAsync();

        await scenario.CompletedAsync();

        Assert.Equal(Keys, scenario.Fixture.Registry.Cutover(Totals.Name)!.Published);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task Nothing_else_is_switched_while_chunks_go_out_and_a_comparison_sees_what_the_live_version_says()
    {
        await using Scenario scenario = await StartAsync(Small);
        using var goOn = new ManualResetEventSlim();
        var reached = new TaskCompletionSource();
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverChunk && reached.TrySetResult())
            {
                goOn.Wait();
            }
        };
        await scenario.CutoverAsync();
        await reached.Task.WaitAsync(VersionsFixture.TestTimeout());
        try
        {
            KappaException cutover = await Assert.ThrowsAsync<KappaException>(
                () => scenario.CutoverAsync(1).WaitAsync(Soon));
            KappaException rollback = await Assert.ThrowsAsync<KappaException>(
                () => scenario.RollbackAsync().WaitAsync(Soon));
            Assert.Equal(("KAP4023", "KAP4023"), (cutover.Code, rollback.Code));
        }
        finally
        {
            scenario.Step = _ => { };
            goOn.Set();
        }

        await scenario.CompletedAsync();
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_comparison_between_two_chunks_sees_what_the_live_version_says_not_what_the_topic_says_yet()
    {
        await using Scenario scenario = await StartAsync(Small);
        TableComparison? output = null;
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverOpened)
            {
                // Before the first chunk behind the first transaction.
                using VersionDiff diff = scenario.Versions.DiffAsync(
                    1, 2, Totals.Output, VersionsFixture.TestTimeout()).GetAwaiter().GetResult();
                output = Assert.Single(diff.Compare(0));
            }
        };

        await scenario.CutoverAsync();

        Assert.Equal((0L, (long)Keys), (output!.Same, output.Changed));
        await scenario.CompletedAsync();
    }

    [Fact]
    public async Task A_difference_of_many_bytes_goes_out_in_chunks_though_its_records_are_few()
    {
        await using Scenario scenario = await StartAsync(new PublishingLimits(1_000, 1_000, 20, AtomicBytes: 30));

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.False(status.IsAtomic);
        await scenario.CompletedAsync();
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_live_version_that_stops_on_a_record_still_publishes_the_rest_and_can_be_switched_away_from()
    {
        Letters second = new(
            2,
            (_, value, total) => value == "!"
                ? throw new FormatException("poison") : total + value.ToUpperInvariant(),
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), second], limits: Small);
        await scenario.WriteAsync(Numbered());
        await scenario.Fixture.ReplayAsync(2);
        bool isWritten = false;
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverChunk && !isWritten)
            {
                isWritten = true;
                scenario.Write(("k20", "!"));
                scenario.Versions.WaitAsync(
                    2, status => status.Error is not null, VersionsFixture.TestTimeout()).Wait();
            }
        };

        await scenario.CutoverAsync();
        await scenario.CompletedAsync();

        Assert.All(scenario.Fixture.LastValues(), row => Assert.Equal("X", row.Value));
        Assert.Equal(Keys, scenario.Fixture.Registry.Cutover(Totals.Name)!.Published);
        await scenario.RollbackAsync();
        await scenario.CompletedAsync();
        await scenario.Fixture.SettleAsync();
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    private static async Task<Scenario> StartAsync(PublishingLimits limits, bool onDisk = false)
    {
        Scenario scenario = await Scenario.StartAsync(Pair, onDisk, limits: limits);
        await scenario.WriteAsync(Numbered());
        await scenario.Fixture.ReplayAsync(2);
        return scenario;
    }

    private static IEnumerable<(string Key, string Value)> Numbered() =>
        Enumerable.Range(0, Keys).Select(number => ($"k{number:00}", "x"));

    private static async Task<CutoverStatus> StopAfterChunkAsync(Scenario scenario, int chunk)
    {
        using var goOn = new ManualResetEventSlim();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int chunks = 0;
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverChunk && ++chunks == chunk)
            {
                reached.SetResult();
                goOn.Wait();
            }
        };
        await scenario.CutoverAsync();
        await reached.Task.WaitAsync(VersionsFixture.TestTimeout());
        CutoverStatus half = scenario.Fixture.Registry.Cutover(Totals.Name)!;
        Task closing = scenario.CloseAsync(); // It has asked to stop when it first waits.
        goOn.Set();
        await closing;
        scenario.Step = _ => { };
        return half;
    }

    private static void RequireNoStepBack(Scenario scenario, string versions = "^1*2+$")
    {
        foreach (var key in scenario.Fixture.Records().GroupBy(row => row.Key))
        {
            int[] lengths = [.. key.Select(record => record.Value!.Length)];
            Assert.Equal(lengths.Order(), lengths);
            Assert.Matches(versions, string.Concat(key.Select(record => char.IsUpper(record.Value![0]) ? '2' : '1')));
        }
    }
}
