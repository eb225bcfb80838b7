namespace Kappa.Tests;

/// <summary>How much a campaign does: a sample at a desk and in CI, all of it with KAPPA_LONG=1.</summary>
internal static class Lane
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("KAPPA_LONG") == "1";

    public static T Choose<T>(T sample, T whenLong) => IsLong ? whenLong : sample;

    /// <summary>What it has done, for who reads its figures.</summary>
    public static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
