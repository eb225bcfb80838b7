using Parquet;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>The values of a column that wait for their row group.</summary>
/// <param name="column">The column.</param>
internal abstract class ParquetBuffer(DataField column)
{
    public DataField Field => column;

    /// <summary>Takes a canonical value; null is one of them.</summary>
    public abstract void Add(ReadOnlySpan<byte> value);

    /// <summary>Writes the values, and begins anew.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);
}
