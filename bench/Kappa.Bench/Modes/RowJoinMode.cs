namespace Kappa.Bench;

/// <summary>Records joined with the rows of a table, which nine keys of ten have; every result is tallied.</summary>
internal abstract class RowJoinMode : TalliedMode
{
    protected RowJoinMode(BenchSite site, BenchOptions options)
        : base(site, options) => Rows = new TableRows(site, options);

    public sealed override IReadOnlyList<string> Topics => [Generator.Topic, Rows.Topic];

    public sealed override long Records => Options.Records + Rows.Count;

    protected TableRows Rows { get; }

    public sealed override void Fill()
    {
        Rows.Fill();
        base.Fill();
    }

    /// <summary>Joins the records with the rows, each result the sum of both numbers.</summary>
    protected abstract KStream<BenchKey, long> Join(KStream<BenchKey, BenchKey> stream, StreamBuilder builder);

    /// <summary>The key of the row that a record joins.</summary>
    protected abstract int RowOf(BenchRecord record);

    protected sealed override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder)
    {
        Tally found = Found;
        Join(stream, builder).Peek((key, sum) => found.Add(key.High, 0, sum));
    }

    protected sealed override void Expect(Tally expected)
    {
        foreach (BenchRecord record in Generator.Draw())
        {
            if (TableRows.ValueOf(RowOf(record)) is { } row)
            {
                expected.Add(BenchKey.Of(record.Key).High, 0, record.Other + row);
            }
        }
    }
}
