namespace Kappa.Tests;

/// <summary>A key that holds what can be equal with different bytes, and an array, which never is.</summary>
internal sealed record KeyOfParts(decimal Price, DateTimeOffset At, double Ratio, int[] Steps);
