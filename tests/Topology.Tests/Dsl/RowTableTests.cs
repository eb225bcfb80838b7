using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>Tables over topics of snapshots and of captured changes, as they are described.</summary>
public sealed class RowTableTests
{
    private sealed record Row(int Id, string? Name);

    [Fact]
    public void A_snapshot_table_is_the_table_that_it_was_before_by_its_fingerprint()
    {
        Topology table = Described.Build(builder => builder.Table<string, Row>("rows").ToStream().To("out"));

        Topology snapshot = Described.Build(builder => builder.SnapshotTable<string, Row>("rows").ToStream().To("out"));

        Assert.Equal(table.Fingerprint, snapshot.Fingerprint);
    }

    [Fact]
    public void Keys_of_another_type_without_a_serde_are_refused()
    {
        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder =>
            builder.SnapshotTable<long, Row>("rows").ToStream().To("out")));

        Assert.Equal("KAP1023", error.Code);
        Assert.Equal(
            "Topic 'rows' has keys as text, and which text a long is was not said. Read it with keys of type string, " +
            "or say it: Consumed.With<TKey, TValue>(keySerde, null). Serdes.Json<long>() reads whole numbers. What " +
            "is joined with the table needs the same serde for its keys, in Grouped, Joined or Consumed: else they " +
            "lie in other partitions.",
            error.Message);
        Described.Build(builder => builder
            .DebeziumTable("rows", consumed: Consumed.With<long, Row>(Serdes.Json<long>(), null)).ToStream().To("out"));
    }

    [Fact]
    public void A_Debezium_table_has_one_store_and_lies_behind_an_exchange()
    {
        Topology topology = Described.Build(builder =>
            builder.DebeziumTable<string, Row>("pg.public.rows").ToStream().To("out"));

        Assert.Equal(["pg-public-rows"], topology.Stores());
        Assert.Equal(["pg-public-rows.repartition"], topology.Exchanges());
        Assert.Equal(OutputKind.Table, topology.OutputKind());
    }

    [Fact]
    public void With_snapshots_it_remembers_origins_too()
    {
        Topology topology = Described.Build(builder => builder
            .DebeziumTable<string, Row>("pg.public.rows", snapshots: "rows", materialized: Materialized.As("rows"))
            .ToStream().To("out"));

        Assert.Equal(["pg.public.rows", "rows"], topology.Graph.SourceTopics);
        Assert.Equal(["rows", "rows-origins"], topology.Stores());
    }

    [Fact]
    public void What_a_Debezium_table_is_told_is_in_its_fingerprint()
    {
        string[] fingerprints =
        [
            Of(builder => builder.DebeziumTable<string, Row>("a")),
            Of(builder => builder.DebeziumTable<string, Row>("a", key: ["x", "y"])),
            Of(builder => builder.DebeziumTable<string, Row>("a", key: ["y", "x"])),
            Of(builder => builder.DebeziumTable<string, Row>("a", snapshots: "b")),
            Of(builder => builder.DebeziumTable<string, Row>("a", snapshots: "c")),
            Of(builder => builder.DebeziumTable<string, Row>("a", materialized: Materialized.As("d"))),
            Of(builder => builder.Table<string, Row>("a")),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());

        static string Of(Func<StreamBuilder, KTable<string, Row>> table) =>
            Described.Build(builder => table(builder).ToStream().To("out")).Fingerprint;
    }

    [Fact]
    public void A_topic_is_read_in_one_way()
    {
        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder =>
        {
            builder.SnapshotTable<string, Row>("rows");
            builder.DebeziumTable<string, Row>("pg", snapshots: "rows");
        }));

        Assert.Equal("KAP1009", error.Code);
    }
}
