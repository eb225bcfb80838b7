using System.Globalization;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.SerDes;
using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using StreamizBuffer = Streamiz.Kafka.Net.Table.StrictBufferConfig;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;
using StreamizText = Streamiz.Kafka.Net.SerDes.StringSerDes;
using StreamizWindowed = Streamiz.Kafka.Net.State.Windowed<string>;
using StreamizRecord = Streamiz.Kafka.Net.Processors.Public.Record<string, string>;

namespace Kappa.StreamizHosting.Tests;

/// <summary>
/// Operators of Streamiz that keep more than rows: numbers, times, buffers. From <c>left</c> and <c>right</c> to
/// <c>out</c>.
/// </summary>
internal static class RestartedOperators
{
    private const string Out = LambdaTopology.Output;
    private static readonly TimeSpan Size = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    public static IReadOnlyDictionary<string, Action<StreamizBuilder>> All { get; } =
        new Dictionary<string, Action<StreamizBuilder>>
        {
            ["tables and a re-key"] = builder =>
            {
                IKStream<string, string> left = builder.Stream<string, string>("left");
                left.GroupBy((_, value, _) => value).Count(RocksDb.As<string, long>("counts"));
                left.Join(builder.Table("right", InMemory.As<string, string>("rows")), (one, other) => one + other)
                    .GroupByKey().Reduce((total, value) => total + value, RocksDb.As<string, string>("joined"))
                    .ToStream().To(Out);
            },
            ["tumbling windows"] = builder => Windowed(builder, TumblingWindowOptions.Of(Size, Grace))
                .Count(InMemoryWindows.As<string, long>("rows", Size)).ToStream()
                .Map((window, count, _) => Named(window, count)).To(Out),
            ["hopping windows"] = builder => Windowed(builder, HoppingWindowOptions.Of(Size, Grace, Grace))
                .Count(InMemoryWindows.As<string, long>("rows", Size)).ToStream()
                .Map((window, count, _) => Named(window, count)).To(Out),
            ["hopping windows in RocksDB"] = builder => Windowed(builder, HoppingWindowOptions.Of(Size, Grace, Grace))
                .Count(RocksDbWindows.As<string, long>("rows", windowSize: Size)).ToStream()
                .Map((window, count, _) => Named(window, count)).To(Out),
            ["join of streams"] = builder => builder.Stream<string, string>("left").Join(
                builder.Stream<string, string>("right"), (one, other) => one + other, JoinWindowOptions.Of(Grace))
                .GroupByKey().Reduce((total, value) => total + value, InMemory.As<string, string>("all"))
                .ToStream().To(Out),
            ["outer join of streams"] = builder => builder.Stream<string, string>("left").OuterJoin(
                builder.Stream<string, string>("right"), (one, other) => $"{one}/{other}", JoinWindowOptions.Of(Grace))
                .GroupByKey().Reduce((total, value) => total + value, InMemory.As<string, string>("all"))
                .ToStream().To(Out),
            ["suppress until windows close"] = builder => Windowed(builder, TumblingWindowOptions.Of(Size, Grace))
                .Count(InMemoryWindows.As<string, long>("rows", Size))
                .Suppress(SuppressedBuilder.UntilWindowClose<StreamizWindowed, long>(
                        Grace, StreamizBuffer.Unbounded())
                    .WithKeySerdes(new TimeWindowedSerDes<string>(new StreamizText(), 100)))
                .ToStream().Map((window, count, _) => Named(window, count)).To(Out),
            ["suppress for a time"] = builder => builder.Stream<string, string>("left").GroupByKey()
                .Count(InMemory.As<string, long>("rows"))
                .Suppress(SuppressedBuilder.UntilTimeLimit<string, long>(Grace, StreamizBuffer.Unbounded()))
                .ToStream().MapValues((_, count, _) => $"{count}").To(Out),
            ["drop duplicates"] = builder => builder.Stream<string, string>("left")
                .DropDuplicate((_, one, other) => one == other, Size)
                .GroupByKey().Reduce((total, value) => total + value, InMemory.As<string, string>("all"))
                .ToStream().To(Out),
            ["schedule by stream time"] = builder => builder.Stream<string, string>("left").Transform(
                TransformerBuilder.New<string, string, string, string>().Transformer<Ticking>().Build())
                .GroupByKey().Reduce((total, value) => total + value, InMemory.As<string, string>("all"))
                .ToStream().To(Out),
            ["offsets"] = builder => builder.Stream<string, string>("left")
                .SelectKey((key, value, _) => value ?? key)
                .MapValues((_, value, record) => $"{value}{record.Offset} ")
                .GroupByKey().Reduce((total, value) => total + value, InMemory.As<string, string>("all"))
                .ToStream().MapValues((_, value, record) => $"{value}{record.Offset}").To(Out),
        };

    private static ITimeWindowedKStream<string, string> Windowed<TWindow>(
        StreamizBuilder builder, Streamiz.Kafka.Net.Stream.WindowOptions<TWindow> options)
        where TWindow : Streamiz.Kafka.Net.Stream.Window =>
        builder.Stream<string, string>("left").GroupByKey().WindowedBy(options);

    private static KeyValuePair<string, string> Named(StreamizWindowed window, long count) =>
        KeyValuePair.Create($"{window.Key}@{window.Window.StartMs}", $"{count}");

    /// <summary>Lets records through, and sends one of its own as time passes.</summary>
    private sealed class Ticking : ITransformer<string, string, string, string>
    {
        public void Init(ProcessorContext<string, string> context) => context.Schedule(
            TimeSpan.FromMilliseconds(30), Streamiz.Kafka.Net.Processors.Public.PunctuationType.STREAM_TIME,
            time => context.Forward("tick", $"{time.ToString(CultureInfo.InvariantCulture)} "));

        public StreamizRecord Process(StreamizRecord record) => record;

        public void Close()
        {
            // Nothing is open.
        }
    }
}
