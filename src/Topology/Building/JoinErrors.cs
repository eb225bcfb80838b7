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

    public static KappaException GraceOfNoVersions(string node, string table) => Error("KAP1090",
        $"The join of '{node}' is to wait for late updates of the table '{table}', but that keeps no versions: the " +
        "row of an earlier moment cannot be asked for. Read the table with Materialized.AsVersioned(name, " +
        "historyRetention), or leave Joined.WithGracePeriod out.");

    public static KappaException NegativeHistory(TimeSpan history) => Error("KAP1091",
        $"A table cannot keep its versions for {history.TotalMilliseconds} ms. Zero keeps the latest of each key " +
        "only.");

    public static KappaException HistoryTooShort(string table, long historyMs, long graceMs) => Error("KAP1092",
        $"A join waits {graceMs} ms for late updates of the table '{table}', but its versions are kept for " +
        $"{historyMs} ms: the row of the record's time would be gone. Give Materialized.AsVersioned as much history, " +
        "or Joined.WithGracePeriod less.");

    public static KappaException NoVersions(string store) => Error("KAP1093",
        $"The store '{store}' cannot keep versions: totals, joins by a foreign key and tables of captured changes " +
        "have none. Use Materialized.As here, and keep the versions of a table behind it: .MapValues(row => row, " +
        "Materialized.AsVersioned(name, historyRetention)).");

    public static KappaException NegativeWait(TimeSpan grace) => Error("KAP1094",
        $"A join cannot wait {grace.TotalMilliseconds} ms for late updates of a table: give Joined.WithGracePeriod " +
        "zero or more.");

    public static KappaException WindowsAsRows(string table) => Error("KAP1095",
        $"The windows of '{table}' cannot be joined as they are: a join looks rows up by key, and windows are kept " +
        "by key and time. Keep them as rows of a table of their own: .MapValues(total => total, " +
        "Materialized.As(name)).");

    private static KappaException Error(string code, string message) => new(code, ExitCodes.Mismatch, message);
}
