namespace Kappa.Cli.Tests;

/// <summary>A group of fields inside a <see cref="ParquetRow"/>.</summary>
public sealed class ParquetPoint
{
    public int X { get; set; }

    public string? Label { get; set; }
}
