namespace Kappa.Replay.Tests;

/// <summary>Seeds of random tests: printed with every failure, taken from KAPPA_SEED to repeat one.</summary>
internal static class ReplaySeeds
{
    /// <summary>Runs rounds, each with a seed of its own, so that the seed is printed if one fails; a
    /// sample has a fifth of them.</summary>
    public static async Task RunAsync(int rounds, Func<Random, Task> round)
    {
        IEnumerable<int> seeds = Environment.GetEnvironmentVariable("KAPPA_SEED") is { Length: > 0 } fixedSeed
            ? [int.Parse(fixedSeed, System.Globalization.CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, Campaign.Choose((rounds + 4) / 5, rounds));
        foreach (int seed in seeds)
        {
            try
            {
                await round(new Random(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"Round failed; repeat it with KAPPA_SEED={seed}. {error.Message}", error);
            }
        }
    }
}
