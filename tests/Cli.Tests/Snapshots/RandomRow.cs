namespace Kappa.Cli.Tests;

/// <summary>A row of a random table; null may stand in all columns but the key.</summary>
internal sealed record RandomRow(
    int Id, string? Code, decimal? Price, bool? Open, DateOnly? Day, DateTime? At, string? Note);
