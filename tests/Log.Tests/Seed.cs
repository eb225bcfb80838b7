using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>The seed of a random test: printed, and taken from KAPPA_SEED to repeat a run.</summary>
internal static class Seed
{
    public static Random Random(out int seed)
    {
        string? text = Environment.GetEnvironmentVariable("KAPPA_SEED");
        seed = text is { Length: > 0 } ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"KAPPA_SEED={seed}");
        return new Random(seed);
    }
}
