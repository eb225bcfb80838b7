namespace Kappa.Engine;

/// <summary>An update of a row that is held back.</summary>
/// <param name="now">What the row is.</param>
/// <param name="hasNow">Whether there is one.</param>
/// <param name="prior">What it was when others saw it last.</param>
/// <param name="hasPrior">Whether there was one; only where somebody asks.</param>
/// <param name="headers">Of the record that caused the update; null for none.</param>
internal readonly struct Buffered<TValue>(TValue? now, bool hasNow, TValue? prior, bool hasPrior, byte[]? headers)
{
    public readonly TValue? Now = now;
    public readonly TValue? Prior = prior;
    public readonly bool HasNow = hasNow;
    public readonly bool HasPrior = hasPrior;
    public readonly byte[]? Headers = headers;
}
