namespace Kappa.Topologies.Tests;

public sealed class FingerprintTests
{
    private static readonly Materialized Json = Materialized.With(Serdes.String, Serdes.Json<long>());

    [Fact]
    public void Fingerprint_is_the_digest_of_structure_and_settings_as_its_remarks_lay_them_out()
    {
        // Made with printf and sha256sum from the layout in TopologyFingerprint, not by it.
        const string Expected = "ae60d026d45fb2931b83f5bcd7fb04eaa10067ce8da13f7542199dfef290bd99";

        Topology topology = Described.Build(builder => builder
            .Stream<string, long>("in").Filter((_, _) => true).GroupByKey().Count(Materialized.As("totals")));

        Assert.Equal(Expected, topology.Fingerprint);
    }

    [Fact]
    public void Functions_are_not_part_of_it()
    {
        string first = Of(builder => builder.Stream<string, long>("in").Filter((_, value) => value > 0).To("out"));

        string second = Of(builder => builder.Stream<string, long>("in").Filter((_, value) => value < 9).To("out"));

        Assert.Equal(first, second);
    }

    [Fact]
    public void Order_of_unrelated_calls_is_not_part_of_it()
    {
        string first = Of(builder =>
        {
            builder.Stream<string, long>("a").To("a-out");
            builder.Table<string, long>("b").ToStream().To("b-out");
        });

        string second = Of(builder =>
        {
            builder.Table<string, long>("b").ToStream().To("b-out");
            builder.Stream<string, long>("a").To("a-out");
        });

        Assert.Equal(first, second);
    }

    [Fact]
    public void Order_of_siblings_is_part_of_it_since_they_are_called_in_that_order()
    {
        string first = Of(builder =>
        {
            KStream<string, long> stream = builder.Stream<string, long>("in");
            stream.To("a");
            stream.To("b");
        });

        string second = Of(builder =>
        {
            KStream<string, long> stream = builder.Stream<string, long>("in");
            stream.To("b");
            stream.To("a");
        });

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Every_setting_is_part_of_it()
    {
        string[] fingerprints =
        [
            Of(builder => builder.Table<string, long>("in")),
            Of(builder => builder.Table<string, long>("in2")),
            Of(builder => builder.Table<string, int>("in")),
            Of(builder => builder.Table<int, long>("in")),
            Of(builder => builder.Stream<string, long>("in")),
            Of(builder => builder.Table<string, long>("in", materialized: Materialized.As("rows"))),
            Of(builder => builder.Table<string, long>("in", materialized: Json)),
            Of(builder => builder.Table("in", Consumed.With<string, long>(null, Serdes.Json<long>()))),
            Of(builder => builder.Table<string, long>("in").ToStream().To("out")),
            Of(builder => builder.Table<string, long>("in").ToStream().To("out2")),
            Of(builder => builder.Table<string, string>("in").Join(Other(builder), (a, b) => a + b)),
            Of(builder => builder.Table<string, string>("in").LeftJoin(Other(builder), (a, b) => a + b)),
            Of(builder => In(builder).Repartition()),
            Of(builder => In(builder).Repartition(Repartitioned.Over(3))),
            Of(builder => In(builder).Repartition(Repartitioned.Over(4))),
            Of(builder => In(builder).Repartition(Repartitioned.As("spread").WithPartitions(4))),
            Of(builder => In(builder).Split().Branch((_, _) => true, "some").NoDefaultBranch()),
            Of(builder => In(builder).Split().Branch((_, _) => true, "other").NoDefaultBranch()),
            Of(builder => In(builder).Split().Branch((_, _) => true, "some").DefaultBranch("rest")),
            Of(builder => In(builder).Split().Branch((_, _) => true, "some").DefaultBranch("others")),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    private static KStream<string, long> In(StreamBuilder builder) => builder.Stream<string, long>("in");

    private static KTable<string, string> Other(StreamBuilder builder) => builder.Table<string, string>("other");

    private static string Of(Action<StreamBuilder> describe) => Described.Build(describe).Fingerprint;
}
