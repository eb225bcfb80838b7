using System.Text.Json;

namespace Kappa.Crash.Tests;

/// <summary>What must be so whatever has happened.</summary>
internal static class ReplayChecks
{
    /// <summary>
    /// One version is live; its store and its table topic are what the flights in the log give; each flight has one
    /// departure; no acknowledged flight is missing; versions that are gone, or never were, have left nothing.
    /// </summary>
    /// <returns>The live version.</returns>
    public static Task<int> AllIsWellAsync(ReplayDriver driver, ReplayProducer producer) =>
        AllIsWellAsync(driver, producer.Book);

    /// <inheritdoc cref="AllIsWellAsync(ReplayDriver, ReplayProducer)"/>
    public static async Task<int> AllIsWellAsync(ReplayDriver driver, BatchBook book)
    {
        int live = await driver.LiveAsync();
        await driver.QuietAsync(live);
        List<JsonElement> flights = await driver.RecordsAsync("flights");
        List<JsonElement> updates = await driver.RecordsAsync("destinations");
        book.Judge(flights.Concat(updates).CountBy(NumberedRecords.NumberOf).ToDictionary());
        ReplayOracle oracle = OracleOf(flights, updates);
        Assert.Equal(oracle.Totals(live), await driver.RowsAsync());
        Assert.Equal(oracle.Totals(live), await driver.LastValuesAsync<ReplayTotals>("arrivals"));
        Assert.Equal(oracle.Served(live), await driver.LastValuesAsync<ReplayServed>("served"));
        oracle.AssertDepartures((await driver.RecordsAsync("departures")).Select(record =>
            (record.GetProperty("key").GetString()!, record.GetProperty("value").GetString()!)));
        await NothingIsLeftAsync(driver);
        return live;
    }

    /// <summary>All commands work from here: replay, diff, cutover, rollback, retire, verify.</summary>
    public static async Task TheWholeCycleWorksAsync(ReplayDriver driver, ReplayProducer producer)
    {
        int live = await driver.LiveAsync();
        int other = live == 1 ? 2 : 1;
        if ((await driver.StatesAsync())[other] is not ("replaying" or "caught-up" or "draining"))
        {
            (await driver.StartAsync(other)).Done();
        }

        await driver.CaughtUpAsync(other);
        await TheDifferenceIsExactAsync(driver);
        (await driver.CutoverAsync(other)).Done();
        Assert.Equal(other, await AllIsWellAsync(driver, producer));
        (await driver.RollbackAsync()).Done();
        Assert.Equal(live, await AllIsWellAsync(driver, producer));
        (await driver.RetireAsync(other)).Done();
        Assert.Equal(live, await AllIsWellAsync(driver, producer));
        JsonElement verified = (await driver.VerifyAsync()).Done();
        Assert.True(verified.GetProperty("same").GetBoolean(), verified.ToString());
    }

    private static ReplayOracle OracleOf(List<JsonElement> flights, List<JsonElement> updates)
    {
        Dictionary<string, string> destinations = [];
        foreach (JsonElement update in updates)
        {
            string key = update.GetProperty("key").GetString()!;
            if (update.GetProperty("value") is { ValueKind: JsonValueKind.Object } value)
            {
                destinations[key] = value.GetProperty("name").GetString()!;
            }
            else
            {
                destinations.Remove(key);
            }
        }

        return new ReplayOracle(
            [.. flights.Select(record =>
                record.GetProperty("value").Deserialize<ReplayFlight>(JsonSerializerOptions.Web)!)],
            destinations);
    }

    private static async Task TheDifferenceIsExactAsync(ReplayDriver driver)
    {
        List<JsonElement> flights = await driver.RecordsAsync("flights");
        JsonElement diff = (await driver.DiffAsync(1, 2)).Done();
        (int Same, int Changed, int OnlyOld, int OnlyNew) expected = OracleOf(flights, []).Difference();
        foreach (string name in new[] { CrashFlights.Store, "arrivals" })
        {
            JsonElement table = diff.GetProperty("tables").EnumerateArray()
                .Single(table => table.GetProperty("name").GetString() == name);
            Assert.Equal(
                expected,
                (Count(table, "same"), Count(table, "changed"), Count(table, "onlyOld"), Count(table, "onlyNew")));
        }
    }

    private static async Task NothingIsLeftAsync(ReplayDriver driver)
    {
        int[] gone = [.. (await driver.StatesAsync())
            .Where(version => version.Value is "registered" or "aborted" or "retired").Select(version => version.Key)];
        JsonElement topics = await driver.Worker.GetAsync("/api/v1/topics");
        string?[] names =
        [
            .. topics.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("name").GetString()),
            .. Directory.GetDirectories(Path.Combine(driver.Worker.Directory, "state")).Select(Path.GetFileName),
        ];
        Assert.Contains(names, name => name!.StartsWith("crash-flights.v", StringComparison.Ordinal));
        Assert.DoesNotContain(
            names, name => gone.Any(version =>
                name!.StartsWith($"crash-flights.v{version}.", StringComparison.Ordinal)));
    }

    private static int Count(JsonElement table, string name) => table.GetProperty(name).GetInt32();
}
