namespace Kappa.Building;

/// <summary>What can be wrong with windows that never end and with duplicates, and the way out of each.</summary>
internal static class WindowErrors
{
    public static KappaException NeverCloses(string name) => Error("KAP1087",
        $"The windows of '{name}' never end, so that nothing would go on when they close. Let their rows go on with " +
        "each update, hold them back with Suppressed.UntilTimeLimit, or take TimeWindows.");

    public static KappaException NegativeWithin(string node, TimeSpan within) => Error("KAP1088",
        $"The duplicates of '{node}' cannot lie {within.TotalMilliseconds} ms apart: zero, or how long a record is " +
        "remembered.");

    private static KappaException Error(string code, string message) => new(code, ExitCodes.Mismatch, message);
}
