using Kappa.Testing;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.State.RocksDb;
using Streamiz.Kafka.Net.Stream;
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
        KappaException error = RefusedFor(
            () => new StreamConfig<StringSerDes, StringSerDes> { DefaultCacheEnabled = true });

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

    [Fact]
    public void A_store_that_holds_records_back_in_a_cache_is_refused()
    {
        KappaException error = Refused(builder => builder.Stream<string, string>("left").GroupByKey()
            .Count(RocksDb.As<string, long>("rows").WithCachingEnabled())
            .ToStream().MapValues((_, count, _) => $"{count}").To(LambdaTopology.Output));

        Assert.Equal("KAP1121", error.Code);
        Assert.Contains("the store 'rows', WithCachingEnabled", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Its rows would be gone after a restart.</summary>
    [Fact]
    public void A_store_without_a_changelog_is_refused()
    {
        KappaException error = Refused(builder => builder.Stream<string, string>("left").GroupByKey()
            .Count(RocksDb.As<string, long>("rows").WithLoggingDisabled())
            .ToStream().MapValues((_, count, _) => $"{count}").To(LambdaTopology.Output));

        Assert.Equal("KAP1127", error.Code);
        Assert.Contains("The store 'rows' of Streamiz has no changelog", error.Message, StringComparison.Ordinal);
    }

    /// <summary>They come in the order of a hash table, whose seed each process draws.</summary>
    [Fact]
    public void Duplicates_that_are_kept_in_memory_are_refused()
    {
        var size = TimeSpan.FromMilliseconds(100);
        KappaException error = Refused(builder => builder.Stream<string, string>("left").Join(
            builder.Stream<string, string>("right"), (one, other) => one + other,
            JoinWindowOptions.Of(size / 2, size),
            StreamJoinProps.With<string, string, string>(
                Streamiz.Kafka.Net.State.Stores.InMemoryWindowStore("one", size * 2, size, true),
                Streamiz.Kafka.Net.State.Stores.InMemoryWindowStore("other", size * 2, size, true)))
            .To(LambdaTopology.Output));

        Assert.Equal("KAP1128", error.Code);
        Assert.Contains("The store 'one' of Streamiz keeps several rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bound_memory_of_RocksDB_is_refused()
    {
        KappaException error = RefusedFor(() => new StreamConfig<StringSerDes, StringSerDes>
        {
            RocksDbConfigHandler = new BoundMemoryRocksDbConfigHandler().LimitTotalMemory(CacheSize.OfMb(10)).Handle,
        });

        Assert.Equal("KAP1129", error.Code);
        Assert.Contains("BoundMemoryRocksDbConfigHandler", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_has_something_elsewhere_is_refused_by_its_name()
    {
        StreamizInternals.Check();

        KappaException error = Assert.Throws<KappaException>(
            () => StreamizInternals.Field("Streamiz.Kafka.Net.Processors.StreamTask", "streamTimeQueue"));

        Assert.Equal("KAP1123", error.Code);
        Assert.Contains("it has no Streamiz.Kafka.Net.Processors.StreamTask.streamTimeQueue.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_by_the_clock_of_the_machine_is_refused_at_the_first_record() =>
        Assert.Equal("KAP5162", FailureOf<ByClock>().Code);

    /// <summary>After a restart nobody would schedule it again.</summary>
    [Fact]
    public void A_schedule_that_is_made_while_a_record_is_processed_is_refused() =>
        Assert.Equal("KAP5163", FailureOf<Late>().Code);

    private static KappaException FailureOf<TTransformer>()
        where TTransformer : ITransformer<string, string, string, string>, new()
    {
        using var driver = new TopologyTestDriver(LambdaTopology.Of(builder => builder.Stream<string, string>("left")
            .Transform(TransformerBuilder.New<string, string, string, string>().Transformer<TTransformer>().Build())
            .To(LambdaTopology.Output)));
        Exception error = Assert.ThrowsAny<Exception>(() => driver.Pipe("left", "a", "x", 1));
        return Assert.IsType<KappaException>(error.InnerException ?? error);
    }

    private static KappaException RefusedFor(Func<IStreamConfig> configure) =>
        Assert.Throws<KappaException>(() => new Configured(configure).Build(new StreamBuilder()));

    private static KappaException Refused(Action<StreamizBuilder> describe) =>
        Assert.Throws<KappaException>(() => LambdaTopology.Of(describe));

    private sealed class Configured(Func<IStreamConfig> configure) : StreamizTopology
    {
        protected override StreamizDescription Describe()
        {
            var builder = new StreamizBuilder();
            builder.Stream<string, string>("left").To(LambdaTopology.Output);
            return builder.Build();
        }

        protected override IStreamConfig Configure() => configure();
    }

    private sealed class ByClock : Scheduling
    {
        public override void Init(ProcessorContext<string, string> context) => context.Schedule(
            TimeSpan.FromSeconds(1), Streamiz.Kafka.Net.Processors.Public.PunctuationType.PROCESSING_TIME, _ => { });
    }

    private sealed class Late : Scheduling
    {
        private ProcessorContext<string, string>? _context;

        public override void Init(ProcessorContext<string, string> context) => _context = context;

        public override Streamiz.Kafka.Net.Processors.Public.Record<string, string> Process(
            Streamiz.Kafka.Net.Processors.Public.Record<string, string> record)
        {
            _context!.Schedule(
                TimeSpan.FromSeconds(1), Streamiz.Kafka.Net.Processors.Public.PunctuationType.STREAM_TIME, _ => { });
            return record;
        }
    }

    private abstract class Scheduling : ITransformer<string, string, string, string>
    {
        public abstract void Init(ProcessorContext<string, string> context);

        public virtual Streamiz.Kafka.Net.Processors.Public.Record<string, string> Process(
            Streamiz.Kafka.Net.Processors.Public.Record<string, string> record) => record;

        public void Close()
        {
            // Nothing is open.
        }
    }
}
