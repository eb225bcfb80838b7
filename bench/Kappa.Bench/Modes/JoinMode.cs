namespace Kappa.Bench;

/// <summary>Records joined with the row of their key.</summary>
internal sealed class JoinMode(BenchSite site, BenchOptions options) : RowJoinMode(site, options)
{
    protected override KStream<BenchKey, long> Join(KStream<BenchKey, BenchKey> stream, StreamBuilder builder) =>
        stream.Join(Rows.Table(builder), (other, row) => (long)other.Low + row);

    protected override int RowOf(BenchRecord record) => record.Key;
}
