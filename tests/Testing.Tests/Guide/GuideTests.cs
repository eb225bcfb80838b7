namespace Kappa.Testing.Tests.Guide;

/// <summary>The examples of docs/topologies.md, word for word, and what they answer.</summary>
public sealed class GuideTests
{
    private const long Minute = 60_000;

    [Fact]
    public void A_stream_is_filtered_mapped_and_split()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            IReadOnlyDictionary<string, KStream<string, Order>> orders = builder.Stream<string, Order>("orders")
                .Filter((_, order) => order.Amount > 0)
                .MapValues(order => order with { Product = order.Product.ToUpperInvariant() })
                .Split()
                .Branch((_, order) => order.Amount >= 100, "large")
                .DefaultBranch("small");
            orders["large"].To("large-orders");
            orders["small"].To("small-orders");
        });

        Pipe(
            driver, "orders", ("ana", new Order(1, "tea", 5)), ("ana", new Order(2, "tv", 400)),
            ("ben", new Order(3, "-", 0)));

        Assert.Equal(["ana TEA"], Read<Order>(driver, "small-orders", order => order.Product));
        Assert.Equal(["ana TV"], Read<Order>(driver, "large-orders", order => order.Product));
    }

    [Fact]
    public void Totals_are_kept_by_another_key()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            builder.Stream<string, Order>("orders")
                .GroupBy((_, order) => order.Product)
                .Aggregate(() => 0m, (_, order, total) => total + order.Amount, Materialized.As("turnover"))
                .ToStream()
                .To("turnover-by-product");
        });

        Pipe(driver, "orders", ("ana", new Order(1, "tea", 5)), ("ben", new Order(2, "tea", 7)));

        Assert.Equal(["tea 5", "tea 12"], Read<decimal>(driver, "turnover-by-product", total => $"{total}"));
    }

    [Fact]
    public void A_stream_sees_a_table_as_it_was_then()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            KTable<string, string> countries = builder.Table<string, string>("countries");
            builder.Stream<string, Order>("orders")
                .LeftJoin(countries, (order, country) => $"{order.Product} to {country ?? "?"}")
                .To("shipments");
        });

        Pipe(driver, "orders", ("ana", new Order(1, "tea", 5)));
        Pipe(driver, "countries", ("ana", "PT"));
        Pipe(driver, "orders", ("ana", new Order(2, "tv", 400)));

        Assert.Equal(["ana tea to ?", "ana tv to PT"], Read<string>(driver, "shipments", text => text));
    }

    [Fact]
    public void Any_field_finds_a_row_of_a_global_table()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            GlobalKTable<string, string> products = builder.GlobalTable<string, string>("products");
            builder.Stream<string, Order>("orders")
                .Join(products, (_, order) => order.Product, (order, name) => $"{order.Amount} for {name}")
                .To("named-orders");
        });

        Pipe(driver, "products", ("t", "tea"));
        Pipe(driver, "orders", ("ana", new Order(1, "t", 5)), ("ben", new Order(2, "x", 5)));

        Assert.Equal(["ana 5 for tea"], Read<string>(driver, "named-orders", text => text));
    }

    [Fact]
    public void A_table_follows_a_foreign_key()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            KTable<string, Order> orders = builder.Table<string, Order>("orders-by-id");
            KTable<string, string> products = builder.Table<string, string>("products");
            orders.Join(products, order => order.Product, (order, name) => $"{order.Amount} for {name}")
                .ToStream()
                .To("named-orders");
        });

        Pipe(driver, "orders-by-id", ("1", new Order(1, "t", 5)));
        Pipe(driver, "products", ("t", "tea"), ("t", "green tea"));

        Assert.Equal(["1 5 for tea", "1 5 for green tea"], Read<string>(driver, "named-orders", text => text));
    }

    [Fact]
    public void Two_streams_meet_within_a_time()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            KStream<string, string> payments = builder.Stream<string, string>("payments");
            builder.Stream<string, Order>("orders")
                .Join(
                    payments, (order, payment) => $"{order.Product} by {payment}",
                    JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromMinutes(10)))
                .To("paid-orders");
        });

        PipeAt(driver, "orders", "ana", new Order(1, "tea", 5), 0);
        PipeAt(driver, "payments", "ana", "card", 9 * Minute);
        PipeAt(driver, "payments", "ana", "cash", 11 * Minute);

        Assert.Equal(["ana tea by card"], Read<string>(driver, "paid-orders", text => text));
    }

    [Fact]
    public void Windows_count_by_the_time_of_the_records()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            builder.Stream<string, Order>("orders")
                .GroupByKey()
                .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), grace: TimeSpan.FromMinutes(5)))
                .WithEmitStrategy(EmitStrategy.OnWindowClose)
                .Count(Materialized.As("orders-by-hour"))
                .ToStream()
                .SelectKey((hour, _) => $"{hour.Key}@{hour.Window.Start:HH}")
                .To("hourly-orders");
        });

        PipeAt(driver, "orders", "ana", new Order(1, "tea", 5), 10 * Minute);
        PipeAt(driver, "orders", "ana", new Order(2, "tea", 5), 62 * Minute);
        PipeAt(driver, "orders", "ana", new Order(3, "tea", 5), 59 * Minute);
        PipeAt(driver, "orders", "ana", new Order(4, "tea", 5), 65 * Minute);

        Assert.Equal(["ana@00 2"], Read<long>(driver, "hourly-orders", count => $"{count}"));
    }

    [Fact]
    public void Sessions_end_with_a_pause()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            builder.Stream<string, string>("clicks")
                .GroupByKey()
                .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMinutes(30)))
                .Count(Materialized.As("clicks-by-visit"))
                .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()))
                .ToStream()
                .SelectKey((visit, _) => visit.Key)
                .To("visits");
        });

        PipeAt(driver, "clicks", "ana", "/", 0);
        PipeAt(driver, "clicks", "ana", "/tea", 20 * Minute);
        PipeAt(driver, "clicks", "ana", "/", 90 * Minute);

        Assert.Equal(["ana 2"], Read<long>(driver, "visits", clicks => $"{clicks}"));
    }

    [Fact]
    public void A_record_that_cannot_be_read_goes_to_a_dead_letter_topic()
    {
        using TopologyTestDriver driver = Driver(builder =>
        {
            builder.OnFailure(FailureAction.DeadLetter("orders-dead"))
                .Stream<string, Order>("orders")
                .MapValues(order => order.Amount)
                .To("amounts");
        });

        driver.CreateInputTopic("orders", Serdes.String, Serdes.String).PipeInput("ana", "{");
        Pipe(driver, "orders", ("ana", new Order(1, "tea", 5)));

        Assert.Equal(["ana 5"], Read<decimal>(driver, "amounts", amount => $"{amount}"));
        Assert.Contains("orders-dead", driver.Topics);
    }

    private static TopologyTestDriver Driver(Action<StreamBuilder> build)
    {
        var builder = new StreamBuilder();
        build(builder);
        return new TopologyTestDriver(builder.Build("guide"));
    }

    private static void Pipe<TValue>(
        TopologyTestDriver driver, string topic, params (string Key, TValue Value)[] records) =>
        Array.ForEach(records, record => PipeAt(driver, topic, record.Key, record.Value, 0));

    private static void PipeAt<TValue>(
        TopologyTestDriver driver, string topic, string key, TValue value, long timestampMs) =>
        driver.CreateInputTopic<string, TValue>(topic).PipeInput(key, value, timestampMs);

    private static IEnumerable<string> Read<TValue>(
        TopologyTestDriver driver, string topic, Func<TValue, string> text) =>
        driver.CreateOutputTopic<string, TValue>(topic).ReadRecords()
            .Select(record => $"{record.Key} {text(record.Value!)}");
}
