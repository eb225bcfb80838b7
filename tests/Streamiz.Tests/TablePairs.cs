using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using TextRows = Streamiz.Kafka.Net.Table.Materialized<
    string, string, Streamiz.Kafka.Net.State.IKeyValueStore<Streamiz.Kafka.Net.Crosscutting.Bytes, byte[]>>;

namespace Kappa.StreamizHosting.Tests;

/// <summary>Operators of tables, and those that route records, that both have, each in both languages.</summary>
internal static class TablePairs
{
    private const string Out = LambdaTopology.Output;

    public static IReadOnlyList<OperatorPair> All { get; } =
    [
        new("filter and mapValues of a table",
            builder => builder.Table("left", Rows("lefts")).Filter((_, value, _) => value[0] != 'c', Rows("filtered"))
                .MapValues((_, value, _) => value + value, Rows("mapped")).ToStream().To(Out),
            builder => builder.Table<string, string>("left").Filter((_, value) => value[0] != 'c')
                .MapValues(value => value + value).ToStream().To(Out)),
        new("table-table left join",
            builder => builder.Table("left", Rows("lefts")).LeftJoin(
                builder.Table("right", Rows("rights")), (one, other) => $"{one}/{other}", Rows("joined"))
                .ToStream().To(Out),
            builder => builder.Table<string, string>("left").LeftJoin(
                builder.Table<string, string>("right"), (one, other) => $"{one}/{other}").ToStream().To(Out)),
        new("table-table outer join",
            builder => builder.Table("left", Rows("lefts")).OuterJoin(
                builder.Table("right", Rows("rights")), (one, other) => $"{one}/{other}", Rows("joined"))
                .ToStream().To(Out),
            builder => builder.Table<string, string>("left").OuterJoin(
                builder.Table<string, string>("right"), (one, other) => $"{one}/{other}").ToStream().To(Out)),
        new("rows of a table by another key",
            builder => builder.Table("left", Rows("lefts"))
                .GroupBy((key, value, _) => KeyValuePair.Create(value, key))
                .Count(InMemory.As<string, long>("rows")).ToStream().MapValues((_, count, _) => $"{count}").To(Out),
            builder => builder.Table<string, string>("left").GroupBy((key, value) => (value, key))
                .Count().MapValues(count => $"{count}").ToStream().To(Out)),
        new("split, flatMap, repartition",
            builder =>
            {
                IKStream<string, string>[] parts = builder.Stream<string, string>("left")
                    .Filter((_, value, _) => value is not null)
                    .Branch((_, value, _) => value[0] < 'b', (_, value, _) => value[0] == 'b');
                parts[0].FlatMap((key, value, _) => new[]
                    {
                        KeyValuePair.Create(key, value), KeyValuePair.Create(value, key),
                    })
                    .Merge(parts[1].Repartition()).To(Out);
            },
            builder =>
            {
                IReadOnlyDictionary<string, KStream<string, string>> parts = builder.Stream<string, string>("left")
                    .Filter((_, value) => value is not null).Split()
                    .Branch((_, value) => value[0] < 'b', "a").Branch((_, value) => value[0] == 'b', "b")
                    .NoDefaultBranch();
                parts["a"].FlatMap((key, value) => new[] { (key, value), (value, key) })
                    .Merge(parts["b"]).To(Out);
            }),
        new("another time",
            builder => builder.Stream<string, string>("left").Filter((_, value, _) => value is not null)
                .WithRecordTimestamp((_, value, _) => value[0]).MapValues((_, value, record) =>
                    $"{value}{record.Timestamp}").To(Out),
            builder => builder.Stream<string, string>("left").Filter((_, value) => value is not null)
                .WithRecordTimestamp((_, value) => value[0]).MapValues((_, value) => $"{value}{(int)value[0]}")
                .To(Out)),
    ];

    private static TextRows Rows(string name) => InMemory.As<string, string>(name);
}
