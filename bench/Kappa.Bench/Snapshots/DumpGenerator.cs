using System.Globalization;
using Parquet;
using Parquet.Serialization;

namespace Kappa.Bench;

/// <summary>Makes dumps of a table of articles, in no order of their keys.</summary>
/// <param name="rows">Rows of a dump.</param>
internal sealed class DumpGenerator(int rows)
{
    private const long Step = 7_919; // Prime, so that keys come once and out of order.
    private const int GroupRows = 500_000;

    /// <summary>One row in so many differs in the changed dump.</summary>
    public const int ChangedOneIn = 100;

    /// <summary>Rows that differ in the changed dump.</summary>
    public int Changed => (rows + ChangedOneIn - 1) / ChangedOneIn;

    /// <summary>Writes CSV.</summary>
    public void WriteCsv(string path, bool isChanged)
    {
        using var writer = new StreamWriter(path);
        writer.WriteLine("id,name,city,price,quantity,active,updated");
        for (int i = 0; i < rows; i++)
        {
            DumpRow row = RowOf(i, isChanged);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Id},{row.Name},{row.City},{row.Price},{row.Quantity},{(row.Active ? "true" : "false")}," +
                $"{row.Updated}"));
        }
    }

    /// <summary>Writes Parquet.</summary>
    public Task WriteParquetAsync(string path, bool isChanged) => ParquetSerializer.SerializeAsync(
        Enumerable.Range(0, rows).Select(i => RowOf(i, isChanged)), path,
        new ParquetOptions { RowGroupSize = GroupRows });

    /// <summary>A hundredth of the rows, changed: other ones for each number.</summary>
    public IEnumerable<DumpRow> Changes(int number)
    {
        for (int i = number % ChangedOneIn; i < rows; i += ChangedOneIn)
        {
            DumpRow row = RowOf(i, isChanged: false);
            row.Quantity += number + 2;
            yield return row;
        }
    }

    private DumpRow RowOf(int number, bool isChanged) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"K{number * Step % Modulus:D8}"),
        Name = $"Article number {number % 1_000}",
        City = $"City {number % 97}",
        Price = number % 100_000 / 100.0,
        Quantity = number % 50 + (isChanged && number % ChangedOneIn == 0 ? 1 : 0),
        Active = number % 3 > 0,
        Updated = $"2026-11-{number % 28 + 1:D2}T02:00:00Z",
    };

    /// <summary>At least as many as there are rows, and the step does not divide it: so each key comes once.</summary>
    private long Modulus => rows % Step == 0 ? rows + 1 : rows;
}
