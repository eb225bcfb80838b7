using System.Globalization;

namespace Kappa.Simulation.Tests;

/// <summary>How many seeds a campaign takes.</summary>
internal static class CampaignSize
{
    /// <summary>Whether a seed was asked for, and not a campaign.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("KAPPA_SEED") is not { Length: > 0 };

    /// <summary>
    /// A thousand, or a hundred thousand; from a seed that was asked for on as many as KAPPA_SEEDS says.
    /// </summary>
    public static int Seeds { get; } = IsWhole ? Lane.Choose(1_000, 100_000)
        : Environment.GetEnvironmentVariable("KAPPA_SEEDS") is { Length: > 0 } count
            ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
}
