using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>More than one way back, and the end of it.</summary>
public sealed class SeveralCutoversTests
{
    private static readonly Letters[] Three =
    [
        Letters.Plain(1), Letters.Filtering(2, total => total.Length != 2),
        Letters.Shouting(3, key => key is "a" or "c"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_cutovers_before_the_first_deadline_leave_two_ways_back(bool onDisk)
    {
        await using Scenario scenario = await Scenario.StartAsync(Three, onDisk);
        await scenario.WriteAsync(("a", "x"), ("b", "xy"), ("c", "xyz"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.WriteAsync(("a", "y"), ("d", "xy"));
        await scenario.Fixture.ReplayAsync(3);
        await scenario.CutoverAsync(3);
        await scenario.WriteAsync(("e", "xy"), ("c", "y"));

        CutoverStatus second = await scenario.RollbackAsync();
        Assert.Equal((3, 2), (second.From, second.To));
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        await scenario.WriteAsync(("a", "z"));

        CutoverStatus first = await scenario.CutoverAsync(1);
        Assert.Equal((2, 1), (first.From, first.To));
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        await scenario.WriteAsync(("f", "xy"));

        await scenario.CutoverAsync(3);
        Assert.Equal(scenario.Expected(3), scenario.Fixture.LastValues());
        Assert.All(
            scenario.Versions.Records.Where(record => record.Version != 3),
            record => Assert.Equal(VersionState.Draining, record.State));
    }

    [Fact]
    public async Task A_rollback_goes_to_the_version_before_though_an_older_one_is_kept_for_longer()
    {
        await using Scenario scenario = await Scenario.StartAsync(Three);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync(null, new CutoverOptions { Keep = TimeSpan.FromHours(50) });
        await scenario.Fixture.ReplayAsync(3);
        await scenario.CutoverAsync(3, new CutoverOptions { Keep = TimeSpan.FromHours(2) });

        CutoverStatus status = await scenario.RollbackAsync();

        Assert.Equal((3, 2), (status.From, status.To));
    }

    [Fact]
    public async Task Where_the_version_before_is_retired_a_rollback_goes_to_the_youngest_that_is_left()
    {
        await using Scenario scenario = await Scenario.StartAsync([.. Three, Letters.Plain(4)]);
        await scenario.WriteAsync(("a", "x"));
        for (int version = 2; version <= 4; version++)
        {
            await scenario.Fixture.ReplayAsync(version);
            await scenario.CutoverAsync(version);
        }

        await scenario.Versions.RetireAsync(3, null, null, VersionsFixture.TestTimeout());
        CutoverStatus status = await scenario.RollbackAsync();

        Assert.Equal((4, 2), (status.From, status.To));
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task The_images_of_a_version_that_becomes_live_leave_the_disk()
    {
        await using Scenario scenario = await Scenario.StartAsync(Three, onDisk: true);
        await scenario.WriteAsync(("a", "x"), ("b", "xy"));
        await scenario.Fixture.ReplayAsync(2);

        await scenario.CutoverAsync();

        Assert.Equal((true, false), (HasImages("totals.v1.i1"), HasImages("totals.v2.i1")));

        bool HasImages(string instance) =>
            Directory.Exists(Path.Combine(scenario.StateDirectory, instance, "images"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_image_of_a_version_goes_when_it_is_live_and_comes_back_with_a_rollback(bool isKilled)
    {
        await using Scenario scenario = await Scenario.StartAsync(Three);
        await scenario.WriteAsync(("a", "x"), ("b", "xy"));
        await scenario.Fixture.ReplayAsync(2);
        string[] replaying = Images();
        await scenario.CutoverAsync();
        if (isKilled)
        {
            // What a kill leaves between the end of the cutover and the deletion.
            await scenario.CloseAsync();
            scenario.Log.Admin.CreateTopic(replaying[0], new TopicSettings { Partitions = VersionsFixture.Partitions });
            await scenario.OpenAsync();
        }

        string[] switched = Images();
        await scenario.WriteAsync(("c", "z"));
        await scenario.RollbackAsync();
        string[] back = Images();
        await scenario.WriteAsync(("a", "y"));
        await scenario.CutoverAsync(2);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        await scenario.Versions.RetireAsync(1, null, null, VersionsFixture.TestTimeout());

        Assert.Equal(["totals.v2.i1.joined.image"], replaying);
        Assert.Equal(["totals.v1.i1.joined.image"], switched);
        Assert.Equal(["totals.v2.i1.joined.image"], back);
        Assert.Empty(Images());

        string[] Images() => [.. scenario.Log.Topics.Select(topic => topic.Name)
            .Where(name => name.EndsWith(".image", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_draining_version_is_retired_at_its_deadline_and_not_before()
    {
        var time = new ShiftedTime();
        await using Scenario scenario = await Scenario.StartAsync(Three, settings: given => given with
        {
            Seams = new() { Time = time },
        });
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync(null, new CutoverOptions { Keep = TimeSpan.FromHours(2) });
        await scenario.Fixture.ReplayAsync(3);
        await scenario.CutoverAsync(3, new CutoverOptions { Keep = TimeSpan.FromHours(50) });

        time.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal([VersionState.Draining, VersionState.Draining, VersionState.Live], States());
        time.Advance(TimeSpan.FromMinutes(2));
        await scenario.Versions.WaitAsync(
            3, _ => States()[0] == VersionState.Retired, VersionsFixture.TestTimeout());

        Assert.Equal([VersionState.Retired, VersionState.Draining, VersionState.Live], States());
        Assert.Equal("its deadline has come", scenario.Versions.Records[0].Reason);
        await scenario.Versions.WaitAsync(3, _ => !Owned("totals.v1.").Any(), VersionsFixture.TestTimeout());
        Assert.NotEmpty(Owned("totals.v2."));
        await scenario.WriteAsync(("a", "y"));
        await scenario.RollbackAsync();
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());

        VersionState[] States() => [.. scenario.Versions.Records.Select(record => record.State)];

        IEnumerable<string> Owned(string prefix) => scenario.Log.Topics.Select(topic => topic.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deadline_that_came_while_nothing_ran_is_kept_at_the_next_start()
    {
        var time = new ShiftedTime();
        await using Scenario scenario = await Scenario.StartAsync(Three, settings: given => given with
        {
            Seams = new() { Time = time },
        });
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.CloseAsync();
        time.Advance(TimeSpan.FromHours(25));

        await scenario.OpenAsync();

        await scenario.Versions.WaitAsync(
            2, _ => scenario.Versions.Records[0].State == VersionState.Retired, VersionsFixture.TestTimeout());
        KappaException error = await Assert.ThrowsAnyAsync<KappaException>(async () =>
        {
            while (true)
            {
                try
                {
                    await scenario.RollbackAsync();
                }
                catch (KappaException busy) when (busy.Code == "KAP4022")
                {
                    await Task.Yield(); // It is being retired.
                }
            }
        });
        Assert.Equal("KAP4020", error.Code);
    }
}
