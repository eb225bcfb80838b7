using System.Text;

namespace Kappa.Histories.Tests;

/// <summary>The 3,000,000 flights as a table, from Parquet and from CSV; the sample where they are not.</summary>
public sealed class FlightSnapshotTests
{
    private const string Topic = "flights";
    private const string Key = "date,origin,destination";
    private const int DeletedOneIn = 1_000;
    private const int ChangedOneIn = 997;

    /// <summary>
    /// Several flights have the same minute, origin and destination: the last one counts. Which one that is, and how
    /// many there are, a dictionary says.
    /// </summary>
    [Fact]
    public async Task All_flights_go_through_and_the_same_ones_as_CSV_change_nothing()
    {
        await using SnapshotRun run = await SnapshotRun.StartAsync(Topic);
        var flights = FlightHistory.Load();
        int keys = flights.Flights()
            .Select(flight => (flight.Date, flight.Origin, flight.Destination)).Distinct().Count();
        string dump = FlightHistory.FindComplete() ?? Sample(run, flights);

        var first = await run.ApplyAsync(Topic, dump, Key, "--duplicates", "last", "--id", "1");
        await run.ShowAsync(Topic, "1", "csv", run.File("all.csv"));
        var again = await run.ApplyAsync(Topic, run.File("all.csv"), Key, "--id", "2");
        (int changed, int deleted) = Edit(run.File("all.csv"), run.File("edited.csv"));
        var edited = await run.ApplyAsync(Topic, run.File("edited.csv"), Key, "--id", "3");

        Assert.Equal((keys, 0, 0, 0), first);
        Assert.Equal((0, 0, 0, keys), again);
        Assert.Equal((0, changed, deleted, keys - changed - deleted), edited);
    }

    private static string Sample(SnapshotRun run, FlightHistory flights)
    {
        string file = run.File("flights.json");
        File.WriteAllLines(file, flights.Flights().Select(flight => Encoding.UTF8.GetString(flight.Value())));
        return file;
    }

    /// <summary>Leaves out one row of so many, and gives another one of so many a delay that none has.</summary>
    private static (int Changed, int Deleted) Edit(string from, string to)
    {
        using StreamWriter output = new(to);
        (int line, int changed, int deleted) = (0, 0, 0);
        int delay = -1;
        foreach (string row in File.ReadLines(from))
        {
            string[] fields = row.Split(',');
            delay = line == 0 ? Array.IndexOf(fields, "delay") : delay;
            if (line > 0 && line % DeletedOneIn == 0)
            {
                deleted++;
            }
            else if (line > 0 && line % ChangedOneIn == 0)
            {
                changed++;
                fields[delay] = "99999";
                output.WriteLine(string.Join(',', fields));
            }
            else
            {
                output.WriteLine(row);
            }

            line++;
        }

        return (changed, deleted);
    }
}
