namespace Kappa.Fuzzing;

/// <summary>How much a fuzz does, and what its choices have in common.</summary>
internal static class Fuzz
{
#if WHOLE_FUZZ
    private const bool IsWhole = true;
#else
    private const bool IsWhole = false;
#endif

    /// <summary>A sample in the solution's suites, all of it in tests/InterfaceCampaign.Tests.</summary>
    public static int Choose(int sample, int whole) => IsWhole ? whole : sample;

    public static T Pick<T>(this Random random, params IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>True once in so many times.</summary>
    public static bool OneIn(this Random random, int times) => random.Next(times) == 0;
}
