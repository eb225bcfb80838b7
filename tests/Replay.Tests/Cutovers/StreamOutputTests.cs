namespace Kappa.Replay.Tests;

/// <summary>A stream output goes on over the switch as if one version had written all of it.</summary>
public sealed class StreamOutputTests
{
    private const string Echo = "echo";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_record_of_a_stream_is_missing_or_twice_over_cutovers_and_rollbacks_under_traffic(bool restarts)
    {
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Plain(2), Letters.Plain(3)], offered: [Echoing(1), Echoing(2), Echoing(3)]);
        await scenario.WriteAsync(Enumerable.Range(0, 50).Select(number => ($"k{number % 7}", $"{number}")));
        await scenario.Fixture.ReplayAsync(2);
        int next = 50;
        var versions = new HashSet<char>();
        var options = new CutoverOptions { MostLag = long.MaxValue };

        await WithTrafficAsync(() => scenario.CutoverAsync(2, options));
        await RestartAsync();
        await WithTrafficAsync(() => scenario.RollbackAsync(options));
        await scenario.Fixture.ReplayAsync(3);
        await RestartAsync();
        await WithTrafficAsync(() => scenario.CutoverAsync(3, options));
        await WithTrafficAsync(() => scenario.CutoverAsync(2, options));

        await scenario.Fixture.SettleAsync();
        for (int partition = 0; partition < VersionsFixture.Partitions; partition++)
        {
            List<(string Key, string? Value)> echo = scenario.Fixture.Records(Echo, partition);
            versions.UnionWith(echo.Select(record => record.Value![0]));
            Assert.Equal(
                scenario.Fixture.Records(Totals.Input, partition),
                echo.Select(record => (record.Key, (string?)record.Value![2..])));
            Assert.Matches("^1+2*1*3*2*$", string.Concat(echo.Select(record => record.Value![0])));
        }

        Assert.Equal(['1', '2', '3'], versions.Order());

        // Records come before and behind each step of a change, and beside all of them.
        async Task WithTrafficAsync(Func<Task<CutoverStatus>> change)
        {
            scenario.Step = _ => Write(3);
            Task writing = Task.Run(() =>
            {
                for (int left = 200; left > 0; left--)
                {
                    Write(1);
                    Thread.Yield();
                }
            });
            await change();
            scenario.Step = _ => { };
            await writing;
            await scenario.Fixture.SettleAsync();
        }

        void Write(int count)
        {
            lock (versions)
            {
                scenario.Write(Enumerable.Range(next, count).Select(number => ($"k{number % 7}", $"{number}")));
                next += count;
            }
        }

        Task RestartAsync() => restarts ? scenario.RestartAsync() : Task.CompletedTask;
    }

    private static OfferedVersion Echoing(int version) => Letters.Plain(version).Offer(
        stream => stream.MapValues(value => $"{version}:{value}").To(Echo));
}
