using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;

namespace Kappa.StreamizHosting.Tests;

/// <summary>Operators that both have, each in both languages.</summary>
internal static class OperatorPairs
{
    private const string Out = LambdaTopology.Output;

    public static IReadOnlyList<OperatorPair> All { get; } =
    [
        new("map, filter, flatMapValues, merge",
            builder =>
            {
                IKStream<string, string> left = builder.Stream<string, string>("left");
                left.Filter((_, value, _) => value is not null && value[0] != 'c')
                    .Map((key, value, _) => KeyValuePair.Create(value, key))
                    .Merge(builder.Stream<string, string>("right").FlatMapValues(
                        (_, value, _) => value is null ? [] : new[] { value, value + value }))
                    .To(Out);
            },
            builder => builder.Stream<string, string>("left").Filter((_, value) => value is not null && value[0] != 'c')
                .Map((key, value) => (value, key))
                .Merge(builder.Stream<string, string>("right").FlatMapValues(
                    (_, value) => value is null ? [] : new[] { value, value + value }))
                .To(Out)),
        new("count behind a re-key",
            builder => builder.Stream<string, string>("left").Filter((_, value, _) => value is not null)
                .GroupBy((_, value, _) => value).Count(RocksDb.As<string, long>("rows"))
                .ToStream().MapValues((_, count, _) => $"{count}").To(Out),
            builder => builder.Stream<string, string>("left").Filter((_, value) => value is not null)
                .GroupBy((_, value) => value).Count().MapValues(count => $"{count}").ToStream().To(Out)),
        new("reduce",
            builder => builder.Stream<string, string>("left").GroupByKey()
                .Reduce((total, value) => total + value, InMemory.As<string, string>("rows")).ToStream().To(Out),
            builder => builder.Stream<string, string>("left").GroupByKey()
                .Reduce((total, value) => total + value).ToStream().To(Out)),
        new("stream-table join",
            builder => builder.Stream<string, string>("left").Join(
                builder.Table("right", InMemory.As<string, string>("rows")), (one, other) => one + other).To(Out),
            builder => builder.Stream<string, string>("left").Join(
                builder.Table<string, string>("right"), (one, other) => one + other).To(Out)),
        new("stream-table left join",
            builder => builder.Stream<string, string>("left").LeftJoin(
                builder.Table("right", RocksDb.As<string, string>("rows")), (one, other) => $"{one}/{other}").To(Out),
            builder => builder.Stream<string, string>("left").LeftJoin(
                builder.Table<string, string>("right"), (one, other) => $"{one}/{other}").To(Out)),
        new("table-table join",
            builder => builder.Table("left", InMemory.As<string, string>("lefts")).Join(
                    builder.Table("right", InMemory.As<string, string>("rights")), (one, other) => one + other,
                    InMemory.As<string, string>("joined")).ToStream().To(Out),
            builder => builder.Table<string, string>("left").Join(
                builder.Table<string, string>("right"), (one, other) => one + other).ToStream().To(Out)),
        .. TablePairs.All,
        .. TimedPairs.All,
    ];
}
