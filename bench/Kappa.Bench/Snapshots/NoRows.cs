using Kappa.Snapshots;

namespace Kappa.Bench;

/// <summary>Takes rows and drops them: what is left is the cost of reading.</summary>
internal sealed class NoRows : ISnapshotRows
{
    public IReadOnlyDictionary<string, ColumnType> Types { get; } = new Dictionary<string, ColumnType>
    {
        ["id"] = ColumnType.Text,
        ["name"] = ColumnType.Text,
        ["city"] = ColumnType.Text,
        ["price"] = ColumnType.Number,
        ["quantity"] = ColumnType.Number,
        ["active"] = ColumnType.Boolean,
        ["updated"] = ColumnType.Text,
    };

    /// <summary>Rows that came.</summary>
    public long Count { get; private set; }

    public void Add(long place, ReadOnlySpan<byte> json) => Count++;
}
