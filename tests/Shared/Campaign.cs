namespace Kappa.Tests;

/// <summary>
/// How much of a campaign a suite of the solution takes: a sample, so that `dotnet test` stays quick, and all of it
/// with KAPPA_WHOLE=1, which .ci/run sets when it runs these suites again beside those outside the solution.
/// </summary>
internal static class Campaign
{
#if WHOLE
    /// <summary>Whether all of it is taken.</summary>
    public static bool IsWhole => true;
#else
    /// <summary>Whether all of it is taken.</summary>
    public static bool IsWhole { get; } =
        Environment.GetEnvironmentVariable("KAPPA_WHOLE") == "1" || Lane.IsLong;
#endif

    public static T Choose<T>(T sample, T whole) => IsWhole ? whole : sample;

    /// <summary>
    /// Some of the positions from 0 to a count, in order: one by chance of each stretch of them, so that each run takes
    /// others. KAPPA_SEED repeats those of a run.
    /// </summary>
    /// <param name="count">How many there are.</param>
    /// <param name="some">About how many of them a sample has.</param>
    public static IEnumerable<int> Positions(int count, int some)
    {
        int stretch = Choose(Math.Max(1, count / some), 1);
        Random random = Seed.Random(out _);
        for (int from = 0; from < count; from += stretch)
        {
            yield return from + random.Next(Math.Min(stretch, count - from));
        }
    }
}
