namespace Kappa.Worker;

/// <summary>A line is no record. What came before it may have been written; nothing after it was.</summary>
internal sealed class RecordLineException : KappaException
{
    private readonly string _reason;

    public RecordLineException(string code, long line, long acknowledged, string reason)
        : base(
            code, ExitCodes.Usage,
            $"{reason} {Count(acknowledged)} before it; nothing from that line on. Correct the line, and send the " +
            "file again from there.")
    {
        (_reason, Line, Acknowledged) = (reason, line, acknowledged);
    }

    /// <summary>Number of the line, from 1.</summary>
    public long Line { get; }

    /// <summary>Records before it that are on stable storage.</summary>
    public long Acknowledged { get; }

    /// <summary>The same error, with what has been acknowledged meanwhile.</summary>
    public RecordLineException With(long acknowledged) => new(Code, Line, acknowledged, _reason);

    private static string Count(long records) => records switch
    {
        0 => "No record was written",
        1 => "1 record was written",
        _ => $"{records:N0} records were written",
    };
}
