using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>A table of the records' last values, joined with the rows that they name.</summary>
internal sealed class ForeignKeyMode : RecordsMode
{
    private readonly TableRows _rows;

    public ForeignKeyMode(BenchSite site, BenchOptions options)
        : base(site, options) => _rows = new TableRows(site, options);

    public override IReadOnlyList<string> Topics => [Generator.Topic, _rows.Topic];

    public override long Records => Options.Records + _rows.Count;

    public override void Fill()
    {
        _rows.Fill();
        base.Fill();
    }

    public override void Build(StreamBuilder builder) => builder
        .Table(Generator.Topic, Consumed.With(Keys, Keys), Materialized.As("records"))
        .Join(
            _rows.Table(builder), other => other, (other, row) => (long)other.Low + row,
            Materialized.As(Store).WithKeySerde(Keys).WithValueSerde(Serdes.Int64));

    public override long Wrong(StreamEngine engine)
    {
        int?[] others = new int?[Options.Keys];
        foreach (BenchRecord record in Generator.Draw())
        {
            others[record.Key] = record.Other;
        }

        return NumberRows.Wrong(
            engine, Store, key => others[key] is { } other ? other + TableRows.ValueOf(other) : null, others.Length);
    }
}
