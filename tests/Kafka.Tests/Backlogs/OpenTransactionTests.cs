using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Kappa.Engine;

namespace Kappa.Logs.Tests;

/// <summary>A table that another process loads in one transaction: nothing is processed past what it holds.</summary>
public sealed class OpenTransactionTests : IDisposable
{
    private const int Days = 365;
    private const long DayMs = 24 * 3_600_000;
    private const long Year2025 = 1_735_689_600_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PrefixedLog _log = PrefixedLog.Connect();

    public OpenTransactionTests()
    {
        _log.CreateTopic("rates", new TopicSettings());
        _log.CreateTopic("deals", new TopicSettings());
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Deals_wait_for_the_rates_of_a_transaction_that_is_open_and_meet_those_of_their_days()
    {
        using IProducer<byte[], byte[]> loader = LoadRates();
        AppendDeals();
        using var stop = new CancellationTokenSource(Patience);
        using StreamEngine engine = Open(new EngineSettings
        {
            Limits = new() { SliceRecords = 10 },
            Cuts = new() { UndecidedWait = Patience },
        });

        bool ran = engine.RunOnce();
        loader.CommitTransaction(Patience);
        Task running = engine.RunAsync(stop.Token);
        List<string> rated = ConfluentReader.Values(new Kappa.TopicPartition(_log.With("rated"), 0), Days);
        stop.Cancel();
        await running;

        Assert.False(ran);
        Assert.Equal(Enumerable.Range(0, Days).Select(day => $"deal {day} at rate {day}"), rated);
    }

    [Fact]
    public void A_transaction_that_stays_open_is_waited_for_no_longer_than_the_setting_says_and_a_notice_names_it()
    {
        using IProducer<byte[], byte[]> loader = LoadRates();
        AppendDeals();
        var notices = new List<string>();
        using StreamEngine engine = Open(new EngineSettings
        {
            Cuts = new() { UndecidedWait = TimeSpan.Zero },
            Seams = new() { Notice = notices.Add },
        });

        while (engine.RecordsProcessed < Days)
        {
            engine.RunOnce(); // The end of the wait is noticed at one look or another.
        }

        loader.CommitTransaction(Patience);
        Assert.Contains(notices, notice => notice.Contains("rates/0", StringComparison.Ordinal));
    }

    private StreamEngine Open(EngineSettings settings)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("deals")
            .LeftJoin(builder.Table<string, string>("rates"), (deal, rate) => $"deal {deal} at rate {rate}")
            .To("rated");
        return StreamEngine.Open(builder.Build("rated"), _log, settings);
    }

    /// <summary>Writes one rate a day, in a transaction that stays open.</summary>
    private IProducer<byte[], byte[]> LoadRates()
    {
        IProducer<byte[], byte[]> loader = ForeignProducer.Begin();
        for (int day = 0; day < Days; day++)
        {
            loader.Produce(
                new Confluent.Kafka.TopicPartition(_log.With("rates"), 0), new Message<byte[], byte[]>
                {
                    Key = "EUR"u8.ToArray(),
                    Value = Text(day),
                    Timestamp = new Timestamp(Year2025 + (day * DayMs), TimestampType.CreateTime),
                });
        }

        loader.Flush(Patience);
        return loader;
    }

    private void AppendDeals()
    {
        using ILogProducer producer = _log.OpenProducer();
        using var buffer = new RecordBuffer();
        for (int day = 0; day < Days; day++)
        {
            buffer.Add(Year2025 + (day * DayMs) + (DayMs / 2), true, "EUR"u8, true, Text(day));
        }

        producer.Append(new Kappa.TopicPartition("deals", 0), buffer);
        producer.Commit();
    }

    private static byte[] Text(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
