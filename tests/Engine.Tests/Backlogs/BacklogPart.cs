namespace Kappa.Engine.Tests;

/// <summary>
/// A part of a topology over backlogs, described twice: for Kappa and for the model. No record reaches an operator by
/// two ways, since nothing says which one is first.
/// </summary>
/// <param name="Name">What it shows.</param>
/// <param name="Topics">What it reads.</param>
/// <param name="Build">Describes it.</param>
/// <param name="Model">Describes it again.</param>
internal sealed record BacklogPart(
    string Name, string[] Topics, Action<StreamBuilder> Build, Action<ModelTopology> Model)
{
    public static IReadOnlyList<BacklogPart> All { get; } =
    [
        new("stream-table", ["deals", "Rates"], StreamTable, StreamTable),
        new("table-table", ["Rates", "people"], TableTable, TableTable),
        new("three-way", ["deals", "Rates", "people"], ThreeWay, ThreeWay),
        new("three-tables", ["Rates", "people", "limits"], ThreeTables, ThreeTables),
        new("inputs", ["deals", "Rates", "people"], Inputs, Inputs),
        new("re-key", ["orders", "areas"], Rekey, Rekey),
        new("two-lanes", ["orders", "deals"], TwoLanes, TwoLanes),
        new("two-phases", ["orders", "areas", "Zones"], TwoPhases, TwoPhases),
    ];

    public static Topology TopologyOf(IEnumerable<BacklogPart> parts, string name = "backlog", int version = 1)
    {
        var builder = new StreamBuilder();
        foreach (BacklogPart part in parts)
        {
            part.Build(builder);
        }

        return builder.Build(name, version);
    }

    /// <summary>What the parts make of a history.</summary>
    public static string[] ModelOf(IEnumerable<BacklogPart> parts, Backlog backlog)
    {
        var model = new ModelTopology(backlog.Topics);
        foreach (BacklogPart part in parts)
        {
            part.Model(model);
        }

        model.Run(MergedOrder.Of(backlog));
        return model.Lines();
    }

    private static void StreamTable(StreamBuilder builder)
    {
        KTable<string, string> rates = builder.Table<string, string>("Rates");
        KStream<string, string> deals = builder.Stream<string, string>("deals");
        deals.Join(rates, BacklogWords.Pair).To("rated");
        deals.LeftJoin(rates, BacklogWords.Pair).To("rated-or-not");
    }

    private static void StreamTable(ModelTopology model)
    {
        model.Stream("deals").Join(model.Table("Rates")).To("rated");
        model.Stream("deals").Join(model.Table("Rates"), isLeft: true).To("rated-or-not");
    }

    private static void TableTable(StreamBuilder builder)
    {
        KTable<string, string> rates = builder.Table<string, string>("Rates");
        KTable<string, string> people = builder.Table<string, string>("people");
        rates.Join(people, BacklogWords.Pair, Materialized.As("both"));
        rates.LeftJoin(people, BacklogWords.Pair, Materialized.As("first")).ToStream().To("first-out");
    }

    private static void TableTable(ModelTopology model)
    {
        model.Table("Rates").Join(model.Table("people"), "both");
        model.Table("Rates").Join(model.Table("people"), "first", isLeft: true).ToStream().ToTable("first-out");
    }

    private static void ThreeWay(StreamBuilder builder)
    {
        KTable<string, string> people = builder.Table<string, string>("people");
        builder.Stream<string, string>("deals")
            .LeftJoin(builder.Table<string, string>("Rates"), BacklogWords.Pair)
            .Join(people, BacklogWords.Pair)
            .To("three-way");
    }

    private static void ThreeWay(ModelTopology model) => model.Stream("deals")
        .Join(model.Table("Rates"), isLeft: true).Join(model.Table("people")).To("three-way");

    private static void ThreeTables(StreamBuilder builder)
    {
        KTable<string, string> two = builder.Table<string, string>("Rates")
            .LeftJoin(builder.Table<string, string>("people"), BacklogWords.Pair, Materialized.As("two"));
        KTable<string, string> limits = builder.Table<string, string>("limits");
        two.LeftJoin(limits, BacklogWords.Pair, Materialized.As("three"));
        two.Join(limits, BacklogWords.Pair, Materialized.As("three-of-three"));

        // Every change counts here, not only the last one of a key.
        two.ToStream().LeftJoin(limits, BacklogWords.Pair).To("changes");
    }

    private static void ThreeTables(ModelTopology model)
    {
        ModelTable two = model.Table("Rates").Join(model.Table("people"), "two", isLeft: true);
        two.Join(model.Table("limits"), "three", isLeft: true);
        two.Join(model.Table("limits"), "three-of-three");
        two.ToStream().Join(model.Table("limits"), isLeft: true).To("changes");
    }

    private static void Inputs(StreamBuilder builder)
    {
        KStream<string, string> deals = builder.Stream<string, string>("deals");
        Chain(deals, "deal-inputs")
            .LeftJoin(builder.Table<string, string>("people"), BacklogWords.Pair, Materialized.As("deal-people"))
            .ToStream().To("deal-people-out");
        Chain(deals.LeftJoin(builder.Table<string, string>("Rates"), BacklogWords.Pair), "rated-inputs");
    }

    private static void Inputs(ModelTopology model)
    {
        model.Stream("deals").Chain("deal-inputs").Join(model.Table("people"), "deal-people", isLeft: true)
            .ToStream().ToTable("deal-people-out");
        model.Stream("deals").Join(model.Table("Rates"), isLeft: true).Chain("rated-inputs");
    }

    private static void Rekey(StreamBuilder builder)
    {
        KStream<string, string> orders = builder.Stream<string, string>("orders");
        Chain(orders.SelectKey((_, order) => BacklogWords.Letter(order)), "by-letter").ToStream().To("by-letter-out");
        orders.SelectKey((_, order) => BacklogWords.Area(order)!)
            .LeftJoin(builder.Table<string, string>("areas"), BacklogWords.Pair, Joined.As("by-area"))
            .To("order-areas");
    }

    private static void Rekey(ModelTopology model)
    {
        ModelStream orders = model.Stream("orders");
        orders.ExchangeBy(BacklogWords.Letter, model.PartitionsOf("orders"))
            .Chain("by-letter").ToStream().ToTable("by-letter-out");
        orders.ExchangeBy(BacklogWords.Area, model.PartitionsOf("areas"))
            .Join(model.Table("areas"), isLeft: true).To("order-areas");
    }

    private static void TwoLanes(StreamBuilder builder)
    {
        KTable<string, string> orders = Chain(
            builder.Stream<string, string>("orders").SelectKey((_, order) => BacklogWords.Letter(order)),
            "lane-orders");
        KTable<string, string> deals = Chain(
            builder.Stream<string, string>("deals").SelectKey((_, deal) => BacklogWords.Letter(deal)), "lane-deals");
        orders.LeftJoin(deals, BacklogWords.Pair, Materialized.As("lanes")).ToStream().To("lanes-out");
    }

    private static void TwoLanes(ModelTopology model)
    {
        int tasks = Math.Max(model.PartitionsOf("orders"), model.PartitionsOf("deals"));
        ModelTable orders = model.Stream("orders").ExchangeBy(BacklogWords.Letter, tasks).Chain("lane-orders");
        ModelTable deals = model.Stream("deals").ExchangeBy(BacklogWords.Letter, tasks).Chain("lane-deals");
        orders.Join(deals, "lanes", isLeft: true).ToStream().ToTable("lanes-out");
    }

    private static void TwoPhases(StreamBuilder builder)
    {
        KStream<string, string> orders = builder.Stream<string, string>("orders");
        KTable<string, string> zones = builder.Table<string, string>("Zones");
        KStream<string, string> placed = orders.SelectKey((_, order) => BacklogWords.Area(order)!)
            .LeftJoin(builder.Table<string, string>("areas"), BacklogWords.Pair, Joined.As("placed"));
        placed.SelectKey((_, order) => BacklogWords.Zone(order)!)
            .LeftJoin(zones, BacklogWords.Pair, Joined.As("zoned")).To("order-zones");
        Chain(placed.SelectKey((_, order) => BacklogWords.Zone(order)!), "zone-inputs")
            .LeftJoin(zones, BacklogWords.Pair, Materialized.As("zone-rows"));
        KTable<string, string> letters = Chain(
            orders.SelectKey((_, order) => BacklogWords.Letter(order)), "phase-letters");
        Chain(letters.ToStream().SelectKey((_, total) => BacklogWords.Zone(total)!), "phase-totals")
            .ToStream().To("phase-totals-out");
    }

    private static void TwoPhases(ModelTopology model)
    {
        ModelStream orders = model.Stream("orders");
        ModelTable zones = model.Table("Zones");
        int zoneTasks = model.PartitionsOf("Zones");
        ModelStream placed = orders.ExchangeBy(BacklogWords.Area, model.PartitionsOf("areas"))
            .Join(model.Table("areas"), isLeft: true);
        placed.ExchangeBy(BacklogWords.Zone, zoneTasks).Join(zones, isLeft: true).To("order-zones");
        placed.ExchangeBy(BacklogWords.Zone, zoneTasks).Chain("zone-inputs").Join(zones, "zone-rows", isLeft: true);
        int tasks = model.PartitionsOf("orders");
        orders.ExchangeBy(BacklogWords.Letter, tasks).Chain("phase-letters").ToStream()
            .ExchangeBy(BacklogWords.Zone, tasks).Chain("phase-totals").ToStream().ToTable("phase-totals-out");
    }

    private static KTable<string, string> Chain(KStream<string, string> stream, string store) => stream.GroupByKey()
        .Aggregate(() => "", (_, value, total) => BacklogWords.Chain(total, value), Materialized.As(store));
}
