namespace Kappa.Topologies.Tests;

/// <summary>What a description is refused for; each message names the place and the way out.</summary>
public sealed class ValidationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Flights")]
    [InlineData("1st")]
    [InlineData("a_b")]
    [InlineData("a\n")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void Name_of_a_topology_that_does_not_match_the_pattern_is_refused(string name)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in");

        KappaException error = Assert.Throws<KappaException>(() => builder.Build(name));

        Assert.Equal("KAP1001", error.Code);
    }

    [Fact]
    public void Class_without_the_attribute_is_refused()
    {
        KappaException error = Assert.Throws<KappaException>(() => Topology.From(new WithoutAttribute()));

        Assert.Equal("KAP1002", error.Code);
        Assert.Contains(nameof(WithoutAttribute), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_below_1_is_refused()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in");

        Assert.Equal("KAP1003", Assert.Throws<KappaException>(() => builder.Build("test", 0)).Code);
    }

    [Fact]
    public void Description_that_reads_nothing_is_refused() =>
        Assert.Equal("KAP1004", Described.Error(_ => { }).Code);

    [Fact]
    public void Name_of_a_store_that_does_not_match_the_pattern_is_refused_and_one_that_does_proposed()
    {
        KappaException error = Assert.Throws<KappaException>(() => Materialized.As("My Store"));

        Assert.Equal("KAP1005", error.Code);
        Assert.Contains("Materialized.As(\"my-store\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_stores_of_one_derived_name_are_refused_with_the_remedy()
    {
        KappaException error = Described.Error(builder =>
        {
            KStream<string, string> stream = builder.Stream<string, string>("in");
            stream.GroupByKey().Count();
            stream.Filter((_, _) => true).GroupByKey().Count();
        });

        Assert.Equal("KAP1006", error.Code);
        Assert.Contains("'in-count'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Materialized.As", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_of_an_exchange_that_does_not_match_the_pattern_is_refused()
    {
        Assert.Equal("KAP1007", Assert.Throws<KappaException>(() => Grouped.As("By Value")).Code);
        Assert.Equal("KAP1007", Assert.Throws<KappaException>(() => Joined.As("By Value")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void Name_that_Kafka_does_not_take_for_a_topic_is_refused(string topic)
    {
        Assert.Equal("KAP1008", Described.Error(builder => builder.Stream<string, string>(topic)).Code);
        Assert.Equal("KAP1008", Described.Error(builder => builder.Table<string, string>(topic)).Code);
        Assert.Equal("KAP1008", Described.Error(builder => builder.Stream<string, string>("in").To(topic)).Code);
    }

    [Fact]
    public void Topic_read_as_stream_and_as_table_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Stream<string, string>("in");
            builder.Table<string, string>("in");
        });

        Assert.Equal("KAP1009", error.Code);
    }

    [Fact]
    public void Topic_read_twice_with_other_types_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Table<string, string>("in");
            builder.Table<string, int>("in");
        });

        Assert.Equal("KAP1010", error.Code);
        Assert.Contains("<string, int>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_read_twice_with_other_serdes_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Stream<string, string>("in");
            builder.Stream("in", Consumed.With(Serdes.String, Serdes.Json<string>()));
        });

        Assert.Equal("KAP1010", error.Code);
        Assert.Contains("json(string)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_read_twice_in_one_way_is_one_source()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Stream<string, string>("in").To("first");
            builder.Stream<string, string>("in").To("second");
            builder.Table<string, string>("table").ToStream().To("third");
            builder.Table<string, string>("table").ToStream().To("fourth");
        });

        Assert.Equal(["in", "table"], topology.Graph.SourceTopics);
    }

    [Fact]
    public void Topic_written_twice_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Stream<string, string>("in").To("out");
            builder.Stream<string, string>("in").To("out");
        });

        Assert.Equal("KAP1012", error.Code);
    }

    [Fact]
    public void Table_of_another_builder_is_refused()
    {
        KTable<string, string> foreign = new StreamBuilder().Table<string, string>("foreign");

        Assert.Equal("KAP1013", Described.Error(builder =>
            builder.Stream<string, string>("in").Join(foreign, (value, row) => value + row)).Code);
        Assert.Equal("KAP1013", Described.Error(builder =>
            builder.Table<string, string>("in").Join(foreign, (value, row) => value + row)).Code);
    }

    [Fact]
    public void Keys_without_value_equality_are_taken_since_their_bytes_are_what_counts()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Table<PlainKey, string>("plain");
            builder.Table<byte[], string>("bytes");
        });

        Assert.Equal(["bytes", "plain"], topology.Stores());
    }

    [Fact]
    public void Keys_with_value_equality_and_streams_of_any_key_are_taken()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Stream<byte[], byte[]>("bytes").To("out");
            builder.Table<RecordKey, string>("records");
            builder.Table<(int, string), string>("tuples");
            builder.Table<DayOfWeek, string>("days");
            builder.Table<Guid, string>("guids");
        });

        Assert.Equal(["days", "guids", "records", "tuples"], topology.Stores());
    }

    [Fact]
    public void Serde_of_another_type_is_refused_where_it_is_named()
    {
        KappaException error = Described.Error(builder => builder.Stream<string, string>("in").GroupByKey()
            .Count(Materialized.As("counts").WithValueSerde(Serdes.String)));

        Assert.Equal("KAP1016", error.Code);
        Assert.Contains("ISerde<long>", error.Message, StringComparison.Ordinal);
        Assert.Contains("'counts'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UseJson_after_JSON_was_used_without_it_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Stream<string, RecordKey>("in");
            builder.UseJson(FlightDelays.FlightDelaysJson.Default);
        });

        Assert.Equal("KAP1017", error.Code);
    }

    [Fact]
    public void Builder_that_has_built_takes_nothing_more()
    {
        var builder = new StreamBuilder();
        KStream<string, string> stream = builder.Stream<string, string>("in");

        Topology topology = builder.Build("test");

        Assert.Equal("KAP1018", Assert.Throws<KappaException>(() => builder.Build("test")).Code);
        Assert.Equal("KAP1018", Assert.Throws<KappaException>(() => builder.Stream<string, string>("more")).Code);
        Assert.Equal("KAP1018", Assert.Throws<KappaException>(() => stream.To("out")).Code);
        Assert.Equal("KAP1018", Assert.Throws<KappaException>(() => stream.Filter((_, _) => true)).Code);
        Assert.Empty(topology.Graph.Nodes[0].Children);
    }

    [Fact]
    public void Table_read_twice_with_two_stores_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Table<string, string>("in");
            builder.Table<string, string>("in", materialized: Materialized.As("other"));
        });

        Assert.Equal("KAP1019", error.Code);
    }

    [Fact]
    public void Table_read_twice_with_other_serdes_of_its_store_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Table<string, string>("in");
            builder.Table<string, string>("in", materialized: Materialized.With(Serdes.String, Serdes.Json<string>()));
        });

        Assert.Equal("KAP1010", error.Code);
    }

    [Fact]
    public void Two_exchanges_of_one_name_are_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            KStream<string, string> stream = builder.Stream<string, string>("in");
            stream.GroupBy((_, value) => value, Grouped.As("moved")).Count(Materialized.As("a"));
            stream.GroupBy((_, value) => value, Grouped.As("moved")).Count(Materialized.As("b"));
        });

        Assert.Equal("KAP1020", error.Code);
    }

    [Fact]
    public void A_builder_that_lacked_a_source_is_not_used_up()
    {
        var builder = new StreamBuilder();
        Assert.Equal("KAP1004", Assert.Throws<KappaException>(() => builder.Build("test")).Code);
        builder.Stream<string, string>("in");

        Assert.Single(builder.Build("test").Graph.Nodes);
    }

    [Fact]
    public void Output_topic_named_like_an_operator_is_refused()
    {
        KappaException error = Described.Error(builder =>
            builder.Stream<string, string>("in").Filter((_, _) => true).To("in.filter"));

        Assert.Equal("KAP1021", error.Code);
    }

    [Fact]
    public void Errors_of_a_description_end_a_process_as_a_mismatch_that_a_restart_does_not_help() =>
        Assert.Equal(ExitCodes.Mismatch, Described.Error(_ => { }).ExitCode);

    private sealed class WithoutAttribute : ITopology
    {
        public void Build(StreamBuilder builder) => builder.Stream<string, string>("in");
    }

    private sealed class PlainKey(string text)
    {
        public string Text { get; } = text;
    }

    private sealed record RecordKey(string Text);
}
