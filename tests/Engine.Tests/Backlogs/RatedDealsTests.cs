using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// A year of deals and its 365 rates, which lie in one batch: what the first build got wrong by 8 %. With KAPPA_LONG=1
/// so many deals that it takes minutes.
/// </summary>
public sealed class RatedDealsTests
{
    private const int Days = 365;
    private const long DayMs = 24 * 3_600_000;
    private const long Year2025 = 1_735_689_600_000;
    private static readonly int Deals = Lane.Choose(25_000, 6_000_000);
    private static readonly int SliceRecords = Lane.Choose(2_000, 65_536);

    [Fact]
    public void A_deal_of_a_backlog_is_worth_the_rate_of_its_day_and_not_the_last_one_of_the_year()
    {
        using EmbeddedLog log = TestLog.With(("rates", 1), ("deals", 1));
        log.Append("rates", 0, [.. Enumerable.Range(0, Days).Select(day => (
            (string?)"EUR", (string?)Rate(day).ToString(CultureInfo.InvariantCulture), Year2025 + (day * DayMs)))]);
        long expected = AppendDeals(log);
        using StreamEngine engine = StreamEngine.Open(
            Turnover(), log, new EngineSettings { Limits = new() { SliceRecords = SliceRecords } });

        engine.RunToEnd();

        using StoreView turnover = engine.OpenStore("turnover");
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), turnover.Get("EUR")!.ValueJson);
    }

    private static long Rate(int day) => 1_000 + day;

    /// <returns>What the deals are worth, each at the rate of its day.</returns>
    private static long AppendDeals(ILog log)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        long worth = 0;
        for (int deal = 0; deal < Deals; deal++)
        {
            long timeMs = (long)((double)deal / Deals * Days * DayMs) + 1; // At the same time a deal would come first.
            long amount = (deal % 1_000) + 1;
            worth += amount * Rate((int)(timeMs / DayMs));
            buffer.Add(
                Year2025 + timeMs, true, "EUR"u8, true,
                Encoding.UTF8.GetBytes(amount.ToString(CultureInfo.InvariantCulture)));
            if (buffer.Records == 500 || deal == Deals - 1)
            {
                producer.Append(new TopicPartition("deals", 0), buffer);
                producer.Commit();
                buffer.Clear();
            }
        }

        return worth;
    }

    private static Topology Turnover()
    {
        var builder = new StreamBuilder();
        KTable<string, string> rates = builder.Table<string, string>("rates");
        builder.Stream<string, string>("deals")
            .Join(rates, (amount, rate) =>
                long.Parse(amount, CultureInfo.InvariantCulture) * long.Parse(rate, CultureInfo.InvariantCulture))
            .GroupByKey()
            .Aggregate(() => 0L, (_, worth, sum) => sum + worth, Materialized.As("turnover"));
        return builder.Build("turnover");
    }
}
