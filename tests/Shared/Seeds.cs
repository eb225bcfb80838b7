namespace Kappa.Tests;

/// <summary>Seeds of random tests: printed with every failure, taken from KAPPA_SEED to repeat one.</summary>
internal static class Seeds
{
    /// <summary>The seeds of a test's rounds; of a sample an eighth of them, or two.</summary>
    public static IEnumerable<int> For(int rounds) =>
        Environment.GetEnvironmentVariable("KAPPA_SEED") is { Length: > 0 } seed
            ? [int.Parse(seed)]
            : Enumerable.Range(1, Campaign.Choose(Math.Clamp(rounds / 8, Math.Min(rounds, 2), rounds), rounds));

    /// <summary>Runs a round, so that its seed is printed if it fails.</summary>
    public static void Run(int seed, Action<Random> round)
    {
        try
        {
            round(new Random(seed));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Round failed; repeat it with KAPPA_SEED={seed}. {error.Message}", error);
        }
    }
}
