namespace Kappa.Worker;

/// <summary>The errors of record lines, worded in one place.</summary>
internal static class RecordErrors
{
    public static RecordLineException BrokenLine(long line, string reason, long acknowledged = 0) => new(
        "KAP6206", line, acknowledged, reason);

    public static RecordLineException LineTooLong(long line, int limit) => new(
        "KAP6207", line, 0, $"is longer than {limit:N0} bytes, the most that a line may have.");
}
