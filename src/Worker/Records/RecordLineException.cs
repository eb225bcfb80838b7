namespace Kappa.Worker;

/// <summary>A line is no record. What came before it may have been written; nothing after it was.</summary>
internal sealed class RecordLineException : KappaException
{
    private readonly string _reason;
    private readonly string? _file;
    private readonly string _unit;

    /// <param name="code">Code of the error.</param>
    /// <param name="line">Number of the line, from 1.</param>
    /// <param name="acknowledged">Records before it that are on stable storage.</param>
    /// <param name="reason">What is wrong, as what follows "Line 3".</param>
    /// <param name="file">The file that has it, where that is known.</param>
    /// <param name="unit">What a line is called in such a file.</param>
    public RecordLineException(
        string code, long line, long acknowledged, string reason, string? file = null, string unit = "line")
        : base(
            code, ExitCodes.Usage,
            $"{char.ToUpperInvariant(unit[0])}{unit[1..]} {line}{(file is null ? "" : $" of {file}")} {reason} " +
            $"{Count(acknowledged)} before it; nothing from that {unit} on. Correct the {unit}, and send the file " +
            "again from there.")
    {
        (_reason, Line, Acknowledged, _file, _unit) = (reason, line, acknowledged, file, unit);
    }

    /// <summary>Number of the line, from 1.</summary>
    public long Line { get; }

    /// <summary>Records before it that are on stable storage.</summary>
    public long Acknowledged { get; }

    /// <summary>What is wrong, as what follows "Line 3".</summary>
    public string Reason => _reason;

    /// <summary>The same error, with what has been acknowledged meanwhile.</summary>
    public RecordLineException With(long acknowledged) => new(Code, Line, acknowledged, _reason, _file, _unit);

    /// <summary>The same error, with the file that has the line.</summary>
    public RecordLineException In(string file, string unit) => new(Code, Line, Acknowledged, _reason, file, unit);

    private static string Count(long records) => records switch
    {
        0 => "No record was written",
        1 => "1 record was written",
        _ => $"{records:N0} records were written",
    };
}
