using Kappa.Snapshots;
using Kappa.StateStores;
using Parquet;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>Writes the rows of a table as Parquet, in the order of their keys.</summary>
/// <remarks>
/// All rows are looked at first, for the types of their columns; then they are written. In memory is one row group.
/// </remarks>
internal static class TableParquet
{
    private const int GroupRows = 100_000;
    private const int GroupBytes = 64 << 20;

    /// <param name="table">The rows.</param>
    /// <param name="topic">The topic, for messages.</param>
    /// <param name="known">What is remembered of the columns.</param>
    /// <param name="output">Receives the file; it can be read at any place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">
    /// KAP8021: a value is no row. KAP8039: a column has values that Parquet does not give back as they are.
    /// </exception>
    public static async Task WriteAsync(
        TableFold table, string topic, IReadOnlyDictionary<string, ColumnType> known, Stream output,
        CancellationToken cancellationToken)
    {
        (byte[] Name, ParquetBuffer Values)[] columns = Columns(table, known, cancellationToken);
        if (columns.Length == 0)
        {
            throw ParquetErrors.NoColumns(topic);
        }

        var schema = new ParquetSchema(columns.Select(column => column.Values.Field));
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            schema, output, cancellationToken: cancellationToken);
        using IRowCursor cursor = table.Scan();
        var row = new CanonicalRow();
        for (bool hasMore = cursor.MoveNext(); hasMore;)
        {
            hasMore = Fill(cursor, row, columns);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach ((_, ParquetBuffer values) in columns)
            {
                await values.WriteAsync(group, cancellationToken);
            }
        }
    }

    private static (byte[] Name, ParquetBuffer Values)[] Columns(
        TableFold table, IReadOnlyDictionary<string, ColumnType> known, CancellationToken cancellationToken)
    {
        SortedDictionary<string, ColumnScan> columns = new(StringComparer.Ordinal);
        var row = new CanonicalRow();
        TableWriter.ForEach(table, row, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (RowMember member in row.Members)
            {
                string name = TableWriter.NameOf(row, member);
                if (!columns.TryGetValue(name, out ColumnScan? column))
                {
                    columns.Add(name, column = new ColumnScan(name, known.GetValueOrDefault(name)));
                }

                column.Note(row.ValueOf(member));
            }
        });
        foreach ((string name, ColumnType type) in columns.Count == 0 ? known : new Dictionary<string, ColumnType>())
        {
            columns.Add(name, new ColumnScan(name, type));
        }

        return [.. columns.Select(column => (RowKey.NameOf(column.Key), column.Value.Open()))];
    }

    /// <summary>Takes the rows of a group, from the one that the cursor stands on.</summary>
    /// <returns>Whether there are more.</returns>
    private static bool Fill(IRowCursor cursor, CanonicalRow row, (byte[] Name, ParquetBuffer Values)[] columns)
    {
        long bytes = 0;
        for (int rows = 0; rows < GroupRows && bytes < GroupBytes; rows++)
        {
            bytes += cursor.Value.Length;
            row.Read(cursor.Value);
            foreach ((byte[] name, ParquetBuffer values) in columns)
            {
                values.Add(row.TryFind(name, out RowMember member) ? row.ValueOf(member) : "null"u8);
            }

            if (!cursor.MoveNext())
            {
                return false;
            }
        }

        return true;
    }
}
