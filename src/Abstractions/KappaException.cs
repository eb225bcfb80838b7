namespace Kappa;

/// <summary>An error that says what happened, where, and what to do about it.</summary>
/// <remarks>
/// Every code is unique, keeps its meaning for ever and has an entry in docs/errors.md. Codes: 1 topology, 2 log,
/// 3 store, 4 replay, 5 engine and worker, 6 query, 7 command line; <c>KAP</c> and four digits.
/// </remarks>
public class KappaException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="code">Its code, <c>KAPnnnn</c>.</param>
    /// <param name="exitCode">One of <see cref="ExitCodes"/>: what a process that ends because of it answers.</param>
    /// <param name="message">What happened and where, in full sentences with values; then what to do.</param>
    /// <param name="remedies">Commands that lead out, if any.</param>
    public KappaException(string code, int exitCode, string message, params Remedy[] remedies)
        : this(code, exitCode, message, null, remedies)
    {
    }

    /// <summary>Creates an error that another one caused.</summary>
    /// <param name="code">Its code, <c>KAPnnnn</c>.</param>
    /// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
    /// <param name="message">What happened and where; then what to do.</param>
    /// <param name="cause">The error behind this one.</param>
    /// <param name="remedies">Commands that lead out, if any.</param>
    public KappaException(string code, int exitCode, string message, Exception? cause, params Remedy[] remedies)
        : base(message, cause)
    {
        Code = code;
        ExitCode = exitCode;
        Remedies = remedies;
    }

    /// <summary>The error's code, <c>KAPnnnn</c>; its entry is in docs/errors.md.</summary>
    public string Code { get; }

    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; }

    /// <summary>
    /// Whether data that was read is damaged. Whoever reads it ends; the disk still takes what is written, so the
    /// process goes on.
    /// </summary>
    public bool IsDamage { get; init; }

    /// <summary>Commands that lead out; empty where none does.</summary>
    public IReadOnlyList<Remedy> Remedies { get; }
}
