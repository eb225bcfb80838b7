namespace Kappa.Bench;

/// <summary>Records joined with the row of their key, which nine keys of ten have.</summary>
internal sealed class JoinMode : TalliedMode
{
    private readonly TableRows _rows;

    public JoinMode(BenchSite site, BenchOptions options)
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
        stream.Join(_rows.Table(builder), (other, row) => (long)other.Low + row)
            .Peek((key, sum) => found.Add(key.High, 0, sum));
    }

    protected override void Expect(Tally expected)
    {
        foreach (BenchRecord record in Generator.Draw())
        {
            if (TableRows.ValueOf(record.Key) is { } row)
            {
                expected.Add(BenchKey.Of(record.Key).High, 0, record.Other + row);
            }
        }
    }
}
