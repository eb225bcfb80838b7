using System.Globalization;

namespace Kappa.Crash.Tests;

/// <summary>How much a campaign does: little in CI, all with KAPPA_LONG=1; and the seed that it prints.</summary>
internal static class Lane
{
    public static T Choose<T>(T ci, T whenLong) =>
        Environment.GetEnvironmentVariable("KAPPA_LONG") == "1" ? whenLong : ci;

    public static Random Random(ITestOutputHelper output, out int seed)
    {
        string? given = Environment.GetEnvironmentVariable("KAPPA_SEED");
        seed = given is { Length: > 0 } ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"KAPPA_SEED={seed}");
        return new Random(seed);
    }
}
