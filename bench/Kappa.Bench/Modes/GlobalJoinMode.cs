namespace Kappa.Bench;

/// <summary>Records joined with the row that their value names, in a table of which every task has a copy.</summary>
internal sealed class GlobalJoinMode : TalliedMode
{
    private readonly TableRows _rows;

    public GlobalJoinMode(BenchSite site, BenchOptions options)
        : base(site, options) => _rows = new TableRows(site, options);

    public override IReadOnlyList<string> Topics => [Generator.Topic, _rows.Topic];

    public override long Records => Options.Records + _rows.Count;

    public override void Fill()
    {
        _rows.Fill();
        base.Fill();
    }

    protected override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder)
    {
        Tally found = Found;
        stream.Join(_rows.GlobalTable(builder), (_, other) => other, (other, row) => (long)other.Low + row)
            .Peek((key, sum) => found.Add(key.High, 0, sum));
    }

    protected override void Expect(Tally expected)
    {
        foreach (BenchRecord record in Generator.Draw())
        {
            if (TableRows.ValueOf(record.Other) is { } row)
            {
                expected.Add(BenchKey.Of(record.Key).High, 0, record.Other + row);
            }
        }
    }
}
