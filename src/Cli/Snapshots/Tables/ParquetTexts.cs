using System.Text.Json;
using Kappa.Snapshots;
using Parquet;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>Texts that wait for their row group.</summary>
/// <param name="field">The column.</param>
internal sealed class ParquetTexts(DataField field) : ParquetBuffer(field)
{
    private readonly List<string?> _values = [];

    public override void Add(ReadOnlySpan<byte> value) =>
        _values.Add(JsonSerializer.Deserialize(value, SnapshotJson.Default.String));

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync(Field, _values!);
        _values.Clear();
    }
}
