namespace Kappa.Building;

/// <summary>What can be wrong with joins by time and with tables that keep versions, and the way out of each.</summary>
internal static class JoinErrors
{
    private const string NothingJoinsCode = "KAP1081";

    public static KappaException NoWindow(long beforeMs, long afterMs) => Error("KAP1080",
        $"A join cannot look from {beforeMs} ms before a record to {afterMs} ms after it: that is no time at all. " +
        "Give JoinWindows a difference of zero or more, and let Before and After be zero together at least.");

    public static string NothingJoins(string node) =>
        $"The operator '{node}' joins nothing: its window and its grace are both zero, so that no record is kept for " +
        "another one. Give JoinWindows a difference, or a grace if only records of one timestamp are to join " +
        $"({NothingJoinsCode})";

    private static KappaException Error(string code, string message) => new(code, ExitCodes.Mismatch, message);
}
