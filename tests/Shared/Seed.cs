using System.Globalization;

namespace Kappa.Tests;

/// <summary>
/// The seed of a random test: printed, so that a failure can be repeated, and taken from KAPPA_SEED to repeat it.
/// </summary>
internal static class Seed
{
    private const int Standard = 20261125;

    /// <summary>A seed by chance: each run tries others.</summary>
    public static Random Random(out int seed) => Of(Environment.TickCount, out seed);

    /// <summary>A seed that stays: what is red is red again.</summary>
    public static Random Fixed(int standard = Standard) => Fixed(out _, standard);

    /// <inheritdoc cref="Fixed(int)"/>
    public static Random Fixed(out int seed, int standard = Standard) => Of(standard, out seed);

    private static Random Of(int unlessGiven, out int seed)
    {
        string? given = Environment.GetEnvironmentVariable("KAPPA_SEED");
        seed = given is { Length: > 0 } ? int.Parse(given, CultureInfo.InvariantCulture) : unlessGiven;
        TestContext.Current.TestOutputHelper?.WriteLine($"KAPPA_SEED={seed}");
        return new Random(seed);
    }
}
