using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Table;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;
using StringSerDes = Streamiz.Kafka.Net.SerDes.StringSerDes;

namespace Kappa.StreamizHosting.Tests;

/// <summary>What cannot be replayed is refused when it is built, by name and with the reason.</summary>
public sealed class StreamizGuardTests
{
    [Fact]
    public void A_global_table_is_refused()
    {
        KappaException error = Refused(builder =>
        {
            builder.GlobalTable("rates", InMemory.As<string, string>("rates-store"));
            builder.Stream<string, string>("left").To(LambdaTopology.Output);
        });

        Assert.Equal("KAP1120", error.Code);
        Assert.StartsWith("A global table of Streamiz (rates) is read by", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_that_is_chosen_record_by_record_is_refused()
    {
        KappaException error = Refused(
            builder => builder.Stream<string, string>("left").To((_, value, _) => value));

        Assert.Equal("KAP1122", error.Code);
        Assert.Contains("chooses its topic record by record", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asynchronous_operator_is_refused()
    {
        KappaException error = Refused(builder => builder.Stream<string, string>("left")
            .MapValuesAsync(async (record, _) => await Task.FromResult(record.Value)).To(LambdaTopology.Output));

        Assert.Equal("KAP1126", error.Code);
        Assert.Contains("calls something outside", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_holds_records_back_is_refused()
    {
        KappaException error = Assert.Throws<KappaException>(() => new Caching().Build(new StreamBuilder()));

        Assert.Equal("KAP1121", error.Code);
        Assert.Contains("DefaultCacheEnabled", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_for_what_is_no_output_are_refused()
    {
        KappaException error = Refused(builder => builder.Stream<string, string>("left").To("elsewhere"));

        Assert.Equal("KAP1124", error.Code);
        Assert.Contains("these are: elsewhere", error.Message, StringComparison.Ordinal);
    }

    private static KappaException Refused(Action<StreamizBuilder> describe) =>
        Assert.Throws<KappaException>(() => LambdaTopology.Of(describe));

    private sealed class Caching : StreamizTopology
    {
        protected override StreamizDescription Describe()
        {
            var builder = new StreamizBuilder();
            builder.Stream<string, string>("left").To(LambdaTopology.Output);
            return builder.Build();
        }

        protected override IStreamConfig Configure() =>
            new StreamConfig<StringSerDes, StringSerDes> { DefaultCacheEnabled = true };
    }
}
