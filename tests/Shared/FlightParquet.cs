using Parquet;
using Parquet.Schema;

namespace Kappa.Tests;

/// <summary>Reads flights from a Parquet file, one row group at a time.</summary>
internal static class FlightParquet
{
    public static int Count(string file) => (int)Wait(CountRowsAsync(file)).Sum();

    public static IEnumerable<FlightRecord> Read(string file)
    {
        int groups = Wait(CountRowsAsync(file)).Length;
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int group = 0; group < groups; group++)
        {
            foreach (FlightRecord flight in Wait(ReadAsync(file, group, codes)))
            {
                yield return flight;
            }
        }
    }

    private static async Task<long[]> CountRowsAsync(string file)
    {
        await using FileStream stream = File.OpenRead(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        return [.. reader.RowGroups.Select(group => group.RowCount)];
    }

    private static async Task<FlightRecord[]> ReadAsync(string file, int number, Dictionary<string, string> codes)
    {
        await using FileStream stream = File.OpenRead(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(number);
        DateTime?[] date = await NumbersAsync<DateTime>(reader, group, "date");
        long?[] delay = await NumbersAsync<long>(reader, group, "delay");
        long?[] distance = await NumbersAsync<long>(reader, group, "distance");
        string[] origin = await TextsAsync(reader, group, "origin");
        string[] destination = await TextsAsync(reader, group, "destination");

        var flights = new FlightRecord[group.RowCount];
        for (int i = 0; i < flights.Length; i++)
        {
            flights[i] = new FlightRecord(
                DateTime.SpecifyKind(date[i]!.Value, DateTimeKind.Utc), (int)delay[i]!.Value, (int)distance[i]!.Value,
                Shared(codes, origin[i]), Shared(codes, destination[i]));
        }

        return flights;
    }

    /// <summary>The columns may hold nulls by their schema; these files have none.</summary>
    private static async Task<T?[]> NumbersAsync<T>(ParquetReader reader, ParquetRowGroupReader group, string name)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(Field(reader, name), values);
        return values;
    }

    private static async Task<string[]> TextsAsync(ParquetReader reader, ParquetRowGroupReader group, string name)
    {
        var values = new string[group.RowCount];
        await group.ReadAsync(Field(reader, name), values);
        return values;
    }

    private static DataField Field(ParquetReader reader, string name) =>
        reader.Schema.GetDataFields().Single(field => field.Name == name);

    /// <summary>One string for each airport, however many flights it has.</summary>
    private static string Shared(Dictionary<string, string> codes, string code)
    {
        if (!codes.TryGetValue(code, out string? shared))
        {
            codes.Add(code, shared = code);
        }

        return shared;
    }

    /// <summary>The reader is asynchronous only; callers take flights one by one and have nothing else to do.</summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
