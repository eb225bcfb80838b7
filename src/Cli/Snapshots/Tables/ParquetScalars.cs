using Parquet;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>Numbers, truth values and times.</summary>
/// <param name="field">The column.</param>
/// <param name="parse">Reads a value that is not null.</param>
internal sealed class ParquetScalars<T>(DataField field, Func<ReadOnlySpan<byte>, T> parse) : ParquetBuffer(field)
    where T : struct
{
    private readonly List<T?> _values = [];

    public override void Add(ReadOnlySpan<byte> value) => _values.Add(value[0] == 'n' ? null : parse(value));

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync<T>(Field, _values.ToArray(), cancellationToken: cancellationToken);
        _values.Clear();
    }
}
