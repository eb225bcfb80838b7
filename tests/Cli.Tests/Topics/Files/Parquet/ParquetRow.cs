namespace Kappa.Cli.Tests;

/// <summary>A row with nested fields, as another program would write it.</summary>
public sealed class ParquetRow
{
    public string? Id { get; set; }

    public List<string?>? Tags { get; set; }

    public List<List<int>>? Grid { get; set; }

    public ParquetPoint? Point { get; set; }

    public List<ParquetPoint>? Path { get; set; }

    public Dictionary<string, long>? Counts { get; set; }

    public Dictionary<int, ParquetPoint>? ByNumber { get; set; }
}
