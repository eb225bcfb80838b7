using System.Globalization;

namespace Kappa.Topologies.Tests;

/// <summary>
/// The seed of a random test: from KAPPA_SEED, else a fixed one; printed, so that a failure can be repeated.
/// </summary>
internal static class Seed
{
    public static Random NewRandom(int standard = 20261125)
    {
        string? given = Environment.GetEnvironmentVariable("KAPPA_SEED");
        int seed = given is null ? standard : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"KAPPA_SEED={seed}");
        return new Random(seed);
    }
}
