using System.Globalization;

namespace Kappa.LogCampaign.Tests;

/// <summary>How much a test does: little in CI, much with KAPPA_LONG=1; and the seed that it prints.</summary>
internal static class Lane
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("KAPPA_LONG") == "1";

    public static T Choose<T>(T ci, T whenLong) => IsLong ? whenLong : ci;

    public static Random Random(out int seed)
    {
        string? text = Environment.GetEnvironmentVariable("KAPPA_SEED");
        seed = text is { Length: > 0 } ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.TickCount;
        Say($"KAPPA_SEED={seed}");
        return new Random(seed);
    }

    public static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
