using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>A number for each key: how often it came, or the sum of what came with it.</summary>
internal sealed class TotalMode(BenchSite site, BenchOptions options, TotalKind kind) : RecordsMode(site, options)
{
    public override void Build(StreamBuilder builder)
    {
        KStream<BenchKey, BenchKey> stream = Stream(builder);
        _ = kind switch
        {
            TotalKind.Count => stream.GroupByKey().Count(Materialized.As(Store)),
            TotalKind.Sum => stream.GroupByKey().Aggregate(
                () => 0L, (_, other, total) => total + (long)other.Low, Materialized.As(Store)),
            _ => stream.GroupBy((_, other) => other, Grouped.With(Keys, Keys)).Count(Materialized.As(Store)),
        };
    }

    public override long Wrong(StreamEngine engine)
    {
        long[] totals = new long[Options.Keys];
        bool[] isThere = new bool[Options.Keys];
        foreach (BenchRecord record in Generator.Draw())
        {
            int key = kind == TotalKind.RekeyCount ? record.Other : record.Key;
            totals[key] += kind == TotalKind.Sum ? record.Other : 1;
            isThere[key] = true;
        }

        return NumberRows.Wrong(engine, Store, key => isThere[key] ? totals[key] : null, totals.Length);
    }
}
