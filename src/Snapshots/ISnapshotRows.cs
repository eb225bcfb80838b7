namespace Kappa.Snapshots;

/// <summary>Takes the rows of a dump.</summary>
public interface ISnapshotRows
{
    /// <summary>
    /// What columns are, as it was declared or remembered: a source whose values are all text makes them so. Columns
    /// that are not there are new.
    /// </summary>
    IReadOnlyDictionary<string, ColumnType> Types { get; }

    /// <summary>Takes a row; it is valid during the call.</summary>
    /// <param name="place">Where it is in the dump: a number that grows from row to row.</param>
    /// <param name="json">The row, a JSON object.</param>
    /// <exception cref="KappaException">
    /// KAP8001: it is no JSON object. KAP8002: it has no key. KAP8011: the disk takes no more.
    /// </exception>
    void Add(long place, ReadOnlySpan<byte> json);

    /// <summary>Takes a row that was built value by value, and begins the next one.</summary>
    /// <param name="place">Where it is in the dump: a number that grows from row to row.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="KappaException">KAP8002: it has no key. KAP8011: the disk takes no more.</exception>
    /// <exception cref="InvalidOperationException">A column has no value.</exception>
    void Add(long place, SnapshotRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Add(place, row.Json);
        row.Clear();
    }
}
