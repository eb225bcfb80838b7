namespace Kappa.Crash.Tests;

/// <summary>What the versions should say, computed from the records in the log without any of Kappa's code.</summary>
/// <param name="flights">The flights, those of one origin in order.</param>
/// <param name="destinations">The names that the table of destinations has, by key.</param>
internal sealed class ReplayOracle(
    IReadOnlyList<ReplayFlight> flights, IReadOnlyDictionary<string, string> destinations)
{
    /// <summary>The rows of the store, and of topic <c>arrivals</c>, by destination.</summary>
    public SortedDictionary<string, ReplayTotals> Totals(int version)
    {
        var totals = new SortedDictionary<string, ReplayTotals>(StringComparer.Ordinal);
        foreach (ReplayFlight flight in flights.Where(flight => Counts(version, flight)))
        {
            ReplayTotals known = totals.GetValueOrDefault(flight.Destination) ?? new ReplayTotals(0, 0);
            totals[flight.Destination] = new ReplayTotals(
                known.Flights + 1, known.DelayMinutes + DelayOf(version, flight));
        }

        return totals;
    }

    /// <summary>The rows of topic <c>served</c>: a destination that was deleted from the table has none.</summary>
    public SortedDictionary<string, ReplayServed> Served(int version) => new(
        Totals(version).Where(row => destinations.ContainsKey(row.Key)).ToDictionary(
            row => row.Key,
            row => new ReplayServed(row.Value.Flights, row.Value.DelayMinutes, destinations[row.Key])),
        StringComparer.Ordinal);

    /// <summary>How many destinations are the same in versions 1 and 2, changed, only in 1, only in 2.</summary>
    public (int Same, int Changed, int OnlyOld, int OnlyNew) Difference()
    {
        SortedDictionary<string, ReplayTotals> old = Totals(1);
        SortedDictionary<string, ReplayTotals> now = Totals(2);
        string[] both = [.. old.Keys.Intersect(now.Keys)];
        int same = both.Count(key => old[key] == now[key]);
        return (same, both.Length - same, old.Count - both.Length, now.Count - both.Length);
    }

    /// <summary>Each flight has one departure, of whichever version, in the order of its origin's flights.</summary>
    public void AssertDepartures(IEnumerable<(string Key, string Value)> departures)
    {
        ILookup<string, string> found = departures.ToLookup(record => record.Key, record => record.Value);
        foreach (IGrouping<string, ReplayFlight> origin in flights.GroupBy(flight => flight.Origin))
        {
            Assert.Equal(origin.Select(flight => flight.Date), found[origin.Key].Select(text => text[..16]));
            Assert.All(origin.Zip(found[origin.Key]), pair =>
            {
                string city = pair.First.Origin == "XXX" ? "" : $"City of {pair.First.Origin}";
                string start = $"{pair.First.Date} {pair.First.Destination}";
                Assert.True(
                    pair.Second == $"{start} from {city}" || pair.Second == $"{start} out of {city}", pair.Second);
            });
        }

        Assert.Equal(flights.Count, found.Sum(texts => texts.Count()));
    }

    private static bool Counts(int version, ReplayFlight flight) => version == 1
        ? flight.Distance > 0
        : string.CompareOrdinal(flight.Destination, "D05") >= 0;

    private static int DelayOf(int version, ReplayFlight flight) =>
        version == 1 || flight.Delay >= 15 ? flight.Delay : 0;
}
