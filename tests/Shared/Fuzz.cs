using System.Globalization;

namespace Kappa.Fuzzing;

/// <summary>How much a fuzz does, and the seed that it prints.</summary>
internal static class Fuzz
{
#if WHOLE_FUZZ
    private const bool IsWhole = true;
#else
    private const bool IsWhole = false;
#endif

    /// <summary>A sample in the solution's suites, all of it in tests/InterfaceCampaign.Tests.</summary>
    public static int Choose(int sample, int whole) => IsWhole ? whole : sample;

    /// <summary>From KAPPA_SEED, else a fixed seed: what is red is red again.</summary>
    public static Random NewRandom(out int seed)
    {
        string? given = Environment.GetEnvironmentVariable("KAPPA_SEED");
        seed = given is { Length: > 0 } ? int.Parse(given, CultureInfo.InvariantCulture) : 20261129;
        TestContext.Current.TestOutputHelper?.WriteLine($"KAPPA_SEED={seed}");
        return new Random(seed);
    }

    public static T Pick<T>(this Random random, params IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>True once in so many times.</summary>
    public static bool OneIn(this Random random, int times) => random.Next(times) == 0;
}
