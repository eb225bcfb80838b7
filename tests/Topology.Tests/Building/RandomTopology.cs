namespace Kappa.Topologies.Tests;

/// <summary>Describes a topology at random: streams, tables, groups and joins, one on top of the other.</summary>
internal sealed class RandomTopology(Random random)
{
    private static readonly JoinWindows Windows = JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromSeconds(1));

    private readonly List<KStream<string, string>> _streams = [];
    private readonly List<KTable<string, string>> _tables = [];
    private int _names;

    public void Describe(StreamBuilder builder)
    {
        _streams.Add(builder.Stream<string, string>("first-stream"));
        _tables.Add(builder.Table<string, string>("first-table"));
        for (int steps = random.Next(1, 25); steps > 0; steps--)
        {
            Step(builder);
        }
    }

    private void Step(StreamBuilder builder)
    {
        KStream<string, string> stream = Any(_streams);
        KTable<string, string> table = Any(_tables);
        switch (random.Next(21))
        {
            case 0: _streams.Add(builder.Stream<string, string>(Name("stream"))); break;
            case 1: _tables.Add(builder.Table<string, string>(Name("table"))); break;
            case 2: _streams.Add(stream.Filter((_, _) => true)); break;
            case 3: _streams.Add(stream.SelectKey((_, value) => value)); break;
            case 4: _streams.Add(table.ToStream()); break;
            case 5: _tables.Add(table.MapValues(value => value, Materialized.As(Name("rows")))); break;
            case 6: _tables.Add(table.Join(Any(_tables), (a, b) => a + b, Materialized.As(Name("join")))); break;
            case 7: _streams.Add(stream.Join(table, (value, row) => value + row, Joined.As(Name("moved")))); break;
            case 8: stream.To(Name("out")); break;
            case 9: _tables.Add(builder.DebeziumTable<string, string>(Name("captured"), Name("snapshots"))); break;
            case 10: _streams.Add(stream.Merge(Any(_streams))); break;
            case 11:
                _streams.AddRange(stream.Split().Branch((_, _) => true, "some").DefaultBranch("rest").Values);
                break;
            case 12: _streams.Add(stream.Repartition(Repartitioned.As(Name("spread")))); break;
            case 13: _streams.Add(stream.FlatMap((key, value) => new[] { (key, value) }).Map((k, v) => (k, v))); break;
            case 14: _tables.Add(stream.ToTable(Materialized.As(Name("kept")))); break;
            case 15: _tables.Add(Groups(table.GroupBy((key, value) => (value, key)))); break;
            case 16:
                _streams.Add(stream.OuterJoin(
                    Any(_streams), (left, right) => left + right, Windows, StreamJoined.As(Name("pairs"))));
                break;
            case 17: _tables.Add(table.OuterJoin(Any(_tables), (a, b) => a + b, Materialized.As(Name("join")))); break;
            case 18:
                _tables.Add(table.Join(
                    Any(_tables), value => value, (a, b) => a + b, Materialized.As(Name("foreign"))));
                break;
            case 19:
                _streams.Add(stream.Join(
                    builder.GlobalTable<string, string>("first-global"), (key, _) => key, (value, row) => value + row));
                break;
            default:
                _tables.Add(stream.GroupByKey().Aggregate(
                    () => "", (_, value, _) => value, Materialized.As(Name("totals"))));
                break;
        }
    }

    private KTable<string, string> Groups(KGroupedTable<string, string> grouped) =>
        grouped.Reduce((total, value) => total + value, (total, _) => total, Materialized.As(Name("groups")));

    private string Name(string kind) => $"{kind}-{++_names}";

    private T Any<T>(List<T> items) => items[random.Next(items.Count)];
}
