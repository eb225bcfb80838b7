using System.Text.Json;

namespace Kappa.Replay.Tests;

public sealed class FlightReplayTests
{
    /// <summary>
    /// The whole way, while a producer writes all the time; every result is computed here independently.
    /// </summary>
    [Fact]
    public async Task History_replayed_beside_live_traffic_differs_switches_and_comes_back_exactly()
    {
        await using FlightsFixture fixture = await FlightsFixture.StartAsync();
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(() => fixture.WriteUntil(stop.Token));
        try
        {
            await fixture.Versions.StartReplayAsync(new ReplayRequest(2), FlightsFixture.Limit());
            await fixture.Versions.WaitAsync(
                2, status => status.Record.State == VersionState.CaughtUp, FlightsFixture.Limit());
            await AssertDifferenceAsync(fixture);

            await AssertSwitchAsync(
                fixture, 2, () => fixture.Versions.CutoverAsync(
                    null, new CutoverOptions { MostLag = 1_000_000 }, FlightsFixture.Limit()));
            await AssertSwitchAsync(
                fixture, 1, () => fixture.Versions.RollbackAsync(
                    new CutoverOptions { MostLag = 1_000_000 }, FlightsFixture.Limit()));
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }

        await fixture.Versions.WaitUntilTakenInAsync(1, FlightsFixture.Limit());
        IReadOnlyDictionary<string, long> ends = fixture.Versions.Live!.Status.AsOf.Offsets;
        Assert.Empty(fixture.Oracle(ends).Mismatches(1, fixture.LastValues()));
        AssertCountsNeverFall(fixture);
    }

    /// <summary>Both sides of the difference are what full runs to the cut give.</summary>
    private static async Task AssertDifferenceAsync(FlightsFixture fixture)
    {
        using VersionDiff diff = await fixture.Versions.DiffAsync(
            null, null, FlightsFixture.Output, FlightsFixture.Limit());
        (TableKind Kind, RowDifference Row)[] differences = [.. diff.Differences()];
        FlightOracle oracle = fixture.Oracle(diff.AsOf.Offsets);

        Assert.Empty(oracle.Mismatches(1, differences.ToDictionary(
            difference => difference.Row.Old!.Key, difference => JsonElement.Parse(difference.Row.Old!.ValueJson))));
        Assert.Empty(oracle.Mismatches(2, differences.ToDictionary(
            difference => difference.Row.New!.Key, difference => JsonElement.Parse(difference.Row.New!.ValueJson))));
        Assert.Equal(oracle.Rows().Count, Assert.Single(diff.Counted()).Changed);
    }

    /// <summary>
    /// Behind a switch the topic holds the new version's rows, of which the first are the difference, each key once.
    /// </summary>
    private static async Task AssertSwitchAsync(FlightsFixture fixture, int version, Func<Task<CutoverStatus>> change)
    {
        long before = fixture.Published().LongCount();

        CutoverStatus status = await change();

        Assert.Equal((version, CutoverStage.Completed, true), (status.To, status.Stage, status.IsAtomic));
        Assert.Equal((fixture.LastValues().Count, 0, 0), (status.Published, status.Tombstones, status.Left));
        Assert.True(fixture.Published().LongCount() >= before + status.Published);
        Assert.All(
            fixture.LastValues().Values, row => Assert.Equal(version == 2, row.TryGetProperty("lateShare", out _)));
    }

    /// <summary>Of each key the reader of the topic sees flight counts that never fall.</summary>
    private static void AssertCountsNeverFall(FlightsFixture fixture)
    {
        var counts = new Dictionary<string, long>();
        foreach ((string key, JsonElement? value) in fixture.Published())
        {
            long flights = value!.Value.GetProperty("flights").GetInt64();
            Assert.True(flights >= counts.GetValueOrDefault(key), $"{key} fell to {flights} flights.");
            counts[key] = flights;
        }
    }
}
