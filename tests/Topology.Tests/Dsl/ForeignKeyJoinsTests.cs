using System.Buffers;
using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class ForeignKeyJoinsTests
{
    [Fact]
    public void A_join_goes_to_where_foreign_keys_are_owned_and_comes_back()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("orders").Join(
                builder.Table<string, string>("customers"), order => order, (order, customer) => order + customer,
                Materialized.As("named"))
            .ToStream().To("out"));

        Assert.Equal(
            [
                "customers: customers -> named.foreign named.foreign.repartition",
                "orders: orders -> named.subscribe named.subscriptions.repartition",
                "named.foreign.repartition named.subscriptions.repartition: -> named.foreign-key-join " +
                    "named.answers.repartition",
                "named.answers.repartition: -> named.result named.to-stream out",
            ],
            topology.Graph.Subtopologies.Select(part =>
                $"{string.Join(' ', part.Inputs.Names())}: " + string.Join(
                    ' ', part.Nodes.Names().Select(name => part.Inputs.Names().Contains(name) ? $"{name} ->" : name)
                        .Prepend(part.Nodes.Any(node => node is ISourceNode) ? "" : "->")).TrimStart()));
        Assert.Equal(OutputKind.Table, Assert.Single(topology.Graph.Sinks).Output);
    }

    [Fact]
    public void Stores_of_the_join_are_the_engines_own_but_for_the_result()
    {
        Topology topology = Described.Build(builder => builder.Table<string, string>("a").LeftJoin(
            builder.Table<string, string>("b"), (key, _) => key, (a, b) => a + b));

        Assert.Equal(
            ["a", "a-b-foreign-key-left-join", "b"],
            topology.Graph.Subtopologies.SelectMany(part => part.Stores).Where(store => !store.IsInternal)
                .Select(store => store.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_table_is_joined_with_itself_and_with_what_it_is_joined_with_by_key()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> people = builder.Table<string, string>("people");
            KTable<string, string> paid = people.Join(builder.Table<string, string>("pay"), (one, pay) => one + pay);
            people.Join(paid, person => person, (person, boss) => person + boss).ToStream().To("out");
            people.LeftJoin(people, person => person, (person, boss) => person + boss);
        });

        Assert.Equal([0, 1, 1, 2, 2], topology.Graph.Subtopologies.Select(part => part.Phase));
    }

    [Fact]
    public void A_result_that_is_joined_with_the_first_table_again_is_a_cycle()
    {
        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder =>
        {
            KTable<string, string> left = builder.Table<string, string>("left");
            left.Join(builder.Table<string, string>("right"), row => row, (one, other) => one + other)
                .Join(left, (joined, row) => joined + row).ToStream().To("out");
        }));

        Assert.Equal("KAP1015", error.Code);
    }

    [Fact]
    public void A_table_of_another_builder_is_refused()
    {
        KTable<string, string> strange = new StreamBuilder().Table<string, string>("strange");

        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder =>
            builder.Table<string, string>("left").Join(strange, row => row, (one, other) => one + other)));

        Assert.Equal("KAP1013", error.Code);
    }

    [Fact]
    public void A_serde_of_another_type_is_refused()
    {
        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder =>
            builder.Table<string, string>("left").Join(
                builder.Table<string, string>("right"), row => row, (one, other) => one + other,
                Materialized.With<string, long>(null, Serdes.Int64))));

        Assert.Equal("KAP1016", error.Code);
    }

    [Fact]
    public void What_goes_through_the_exchanges_is_read_back_as_it_was_written()
    {
        AssertSame(
            new SubscriptionSerde<string, string, long>(Serdes.String, Serdes.String, Serdes.Int64),
            new(SubscriptionKind.EndAndAnswer, -7, true, "key", "row", true, 3),
            new(SubscriptionKind.Begin, 0, false, "", "", true, 0),
            new(SubscriptionKind.BeginAndAnswer, 9, true, "key", null, false, int.MaxValue));
        AssertSame(
            new ForeignAnswerSerde<string>(Serdes.String),
            new("result", true, -1), new("", true, 0), new(null, false, 5));
        AssertSame(new SubscriberSerde<string, string>(Serdes.String, Serdes.String), new("key", ""), new("", "row"));
    }

    private static void AssertSame<T>(ISerde<T> serde, params T[] values)
    {
        foreach (T value in values)
        {
            var bytes = new ArrayBufferWriter<byte>();
            serde.Serialize(value, bytes);

            Assert.Equal(value, serde.Deserialize(bytes.WrittenSpan));
        }
    }
}
