using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>
/// The traps of order (docs/replay-traps.md 1 to 4 and 6): a replay takes the records in the order of the
/// live run, so that the same code comes to the same bytes.
/// </summary>
public sealed class OrderTrapTests
{
    private const int Partitions = 2;
    private static readonly string[] Sources = ["clicks", "prices", "users"];

    [Fact]
    public Task Trap_1_records_of_equal_time_are_replayed_in_the_order_in_which_they_were_live() =>
        LiveEqualsReplayAsync(_ => 1_000, rounds: 6);

    [Fact]
    public Task Traps_2_and_3_arrival_out_of_the_order_of_time_is_replayed_as_it_was_live() =>
        LiveEqualsReplayAsync(random => random.Next(100_000), rounds: 6);

    [Fact]
    public Task Trap_4_an_exchange_is_fed_in_the_same_order_whatever_the_threads_and_runs() =>
        LiveEqualsReplayAsync(random => random.Next(3), rounds: 6);

    [Fact]
    public async Task Trap_6_of_a_table_the_order_of_the_log_decides_not_the_timestamps()
    {
        await using ReplaySite site = ReplaySite.Create();
        site.CreateTopic("users", 1);
        await site.StartAsync(Table(1), Table(2));
        site.Append("users", 0, ("k", "newer", 9_000));
        await site.Fixture.SettleAsync();
        site.Append("users", 0, ("k", "older", 1_000));
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);

        (long same, string[] differences) = await site.CompareAsync(1, 2);

        Assert.Empty(differences);
        Assert.Equal(2, same); // The store and the output.
        Assert.Equal(new SortedDictionary<string, string> { ["k"] = "older" }, site.Fixture.LastValues("names"));
        Assert.Equal(new SortedDictionary<string, string> { ["k"] = "older" }, site.Image(2, "names"));
    }

    [Fact]
    public async Task A_version_that_declares_its_streams_in_another_order_reads_them_in_the_same_one()
    {
        // Source rank is the order of topic names (protocols.md 4).
        await using ReplaySite site = ReplaySite.Create();
        await WriteLiveAsync(site, new Random(5), _ => 1_000, Order(1), Order(2, isReversed: true));
        await site.Fixture.ReplayAsync(2);

        (long same, string[] differences) = await site.CompareAsync(1, 2);

        Assert.Empty(differences);
        Assert.True(same > 20);
    }

    [Fact]
    public async Task The_comparison_would_see_another_order()
    {
        // Else all of the above proved nothing: a topology of another name makes its own cuts over the same records.
        await using ReplaySite site = ReplaySite.Create();
        await WriteLiveAsync(site, new Random(5), random => random.Next(100_000), Order(1));
        using StreamEngine other = StreamEngine.Open(
            Order(1, name: "no-cuts").Topology, site.Log,
            new EngineSettings { Role = new LiveRole { OutputPrefix = "again." } });
        other.RunToEnd();

        Assert.NotEqual(site.Stores(1), Rows(other));
    }

    private static Task LiveEqualsReplayAsync(Func<Random, long> timestamp, int rounds) =>
        ReplaySeeds.RunAsync(rounds, async random =>
        {
            await using ReplaySite site = ReplaySite.Create(with: settings => settings with
            {
                Threads = random.Next(1, 5),
                Limits = settings.Limits with { RunRecords = random.Next(1, 100), SliceRecords = random.Next(1, 50) },
            });
            await WriteLiveAsync(site, random, timestamp, Order(1), Order(2));
            await site.RestartAsync();
            await site.StopAsync();
            site.Settings = site.Settings with
            {
                Threads = random.Next(1, 5),
                Limits = site.Settings.Limits with { RunRecords = random.Next(1, 400) },
            };
            await site.StartAsync(site.Offered);
            await site.Fixture.ReplayAsync(2);

            (long same, string[] differences) = await site.CompareAsync(1, 2);

            Assert.Empty(differences);
            Assert.True(same > 20, $"Only {same} rows were compared.");
            Assert.Equal(site.Stores(1), site.Stores(2)); // Timestamps too.
        });

    /// <summary>Several producers write in turns that nobody plans, while the version is live.</summary>
    private static async Task WriteLiveAsync(
        ReplaySite site, Random random, Func<Random, long> timestamp, params OfferedVersion[] offered)
    {
        foreach (string topic in Sources)
        {
            site.CreateTopic(topic, Partitions);
        }

        await site.StartAsync(offered);
        for (int batch = 0; batch < 120; batch++)
        {
            site.Append(
                Sources[random.Next(Sources.Length)], random.Next(Partitions),
                [.. Enumerable.Range(0, random.Next(1, 5)).Select(number => (
                    $"k{random.Next(6)}", (string?)$"{(char)('a' + random.Next(4))}{batch}-{number}",
                    timestamp(random)))]);
            if (random.Next(8) == 0)
            {
                await site.Fixture.SettleAsync(); // So that it is live, not one slice of backlog.
            }
        }

        await site.Fixture.SettleAsync();
    }

    /// <summary>Joins, an exchange, and totals that remember the order in which they were built.</summary>
    private static OfferedVersion Order(int version, bool isReversed = false, string name = Totals.Name)
    {
        var builder = new StreamBuilder();
        KStream<string, string>? clicks = isReversed ? null : builder.Stream<string, string>("clicks");
        KStream<string, string>? prices = isReversed ? builder.Stream<string, string>("prices") : null;
        KTable<string, string> users = builder.Table<string, string>("users");
        clicks ??= builder.Stream<string, string>("clicks");
        prices ??= builder.Stream<string, string>("prices");
        if (isReversed)
        {
            AddPrices(prices, users);
            AddClicks(clicks, users);
        }
        else
        {
            AddClicks(clicks, users);
            AddPrices(prices, users);
        }

        return new OfferedVersion(builder.Build(name, version), $"OrderV{version}", null);
    }

    private static void AddClicks(KStream<string, string> clicks, KTable<string, string> users) => clicks
        .LeftJoin(users, (click, user) => $"{click}|{user}")
        .GroupBy((_, click) => click[..1])
        .Aggregate(() => "", (_, click, total) => Last($"{total},{click}"), Materialized.As("clicks-by-letter"))
        .ToStream().To("letters-of-clicks");

    private static void AddPrices(KStream<string, string> prices, KTable<string, string> users) => prices
        .GroupByKey()
        .Aggregate(() => "", (_, price, total) => Last($"{total},{price}"), Materialized.As("prices-by-key"))
        .LeftJoin(users, (total, user) => $"{total}|{user}", Materialized.As("prices-users"));

    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;

    private static OfferedVersion Table(int version)
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("users").ToStream().To("names");
        return new OfferedVersion(builder.Build(Totals.Name, version), $"TableV{version}", null);
    }

    private static string Rows(StreamEngine engine)
    {
        var text = new System.Text.StringBuilder();
        foreach (StoreInfo store in engine.Stores)
        {
            text.AppendLine($"store {store.Name}");
            using StoreView view = engine.OpenStore(store.Name);
            foreach ((byte[] key, byte[] value, long timestampMs) in view.ScanBytes())
            {
                text.AppendLine($"{Convert.ToHexString(key)} {Convert.ToHexString(value)} {timestampMs}");
            }
        }

        return text.ToString();
    }
}
