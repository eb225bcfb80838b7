namespace Kappa.Engine.Tests;

/// <summary>How much a random test does: a sample at a desk and in CI, all of it with KAPPA_LONG=1.</summary>
internal static class Lane
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("KAPPA_LONG") == "1";

    public static T Choose<T>(T quick, T whenLong) => IsLong ? whenLong : quick;
}
