namespace Kappa.Bench;

/// <summary>Records joined with the row that their value names, in a table of which every task has a copy.</summary>
internal sealed class GlobalJoinMode(BenchSite site, BenchOptions options) : RowJoinMode(site, options)
{
    protected override KStream<BenchKey, long> Join(KStream<BenchKey, BenchKey> stream, StreamBuilder builder) =>
        stream.Join(Rows.GlobalTable(builder), (_, other) => other, (other, row) => (long)other.Low + row);

    protected override int RowOf(BenchRecord record) => record.Other;
}
