using Streamiz.Kafka.Net.SerDes;
using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using StreamizBuffer = Streamiz.Kafka.Net.Table.StrictBufferConfig;
using StreamizText = Streamiz.Kafka.Net.SerDes.StringSerDes;
using StreamizWindowed = Streamiz.Kafka.Net.State.Windowed<string>;

namespace Kappa.StreamizHosting.Tests;

/// <summary>Operators with windows that both have, each in both languages.</summary>
internal static class TimedPairs
{
    private const string Out = LambdaTopology.Output;
    private static readonly TimeSpan Size = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<OperatorPair> All { get; } =
    [
        new("tumbling windows",
            builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(TumblingWindowOptions.Of(Size, Half))
                .Count(InMemoryWindows.As<string, long>("rows", Size))
                .ToStream().Map((window, count, _) => Named(window, count)).To(Out),
            builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(TimeWindows.OfSizeAndGrace(Size, Half))
                .Count().ToStream().Map(Named).To(Out)),
        new("hopping windows",
            builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(HoppingWindowOptions.Of(Size, Half, Half))
                .Count(RocksDbWindows.As<string, long>("rows", windowSize: Size))
                .ToStream().Map((window, count, _) => Named(window, count)).To(Out),
            builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(TimeWindows.OfSizeAndGrace(Size, Half).AdvanceBy(Half))
                .Count().ToStream().Map(Named).To(Out)),
        new("windows of which only the last counts",
            builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(TumblingWindowOptions.Of(Size, Half))
                .Count(InMemoryWindows.As<string, long>("rows", Size))
                .Suppress(SuppressedBuilder.UntilWindowClose<StreamizWindowed, long>(Half, StreamizBuffer.Unbounded())
                    .WithKeySerdes(new TimeWindowedSerDes<string>(new StreamizText(), 100)))
                .ToStream().Map((window, count, _) => Named(window, count)).To(Out),
            builder => builder.Stream<string, string>("left").GroupByKey()
                .WindowedBy(TimeWindows.OfSizeAndGrace(Size, Half))
                .Count().Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()))
                .ToStream().Map(Named).To(Out)),
        new("join of streams",
            builder => builder.Stream<string, string>("left").Join(
                builder.Stream<string, string>("right"), (one, other) => one + other,
                JoinWindowOptions.Of(Half, Long)).To(Out),
            builder => builder.Stream<string, string>("left").Join(
                builder.Stream<string, string>("right"), (one, other) => one + other,
                JoinWindows.OfTimeDifferenceAndGrace(Half, Long)).To(Out),
            IsOfOrderedRecords: true), // StreamizDifferenceTests says what becomes of late ones.
    ];

    private static KeyValuePair<string, string> Named(StreamizWindowed window, long count) =>
        KeyValuePair.Create($"{window.Key}@{window.Window.StartMs}", $"{count}");

    private static (string, string) Named(Windowed<string> window, long count) =>
        ($"{window.Key}@{window.Window.StartMs}", $"{count}");
}
