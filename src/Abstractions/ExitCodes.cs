namespace Kappa;

/// <summary>What the exit code of a command or a worker means (docs/cli.md).</summary>
public static class ExitCodes
{
    /// <summary>Done, and the outcome is good.</summary>
    public const int Done = 0;

    /// <summary>Failed; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage, bad input, or a confirmation is missing.</summary>
    public const int Usage = 2;

    /// <summary>A topology, version, store, key or topic was not found.</summary>
    public const int NotFound = 3;

    /// <summary>Not allowed: the token is missing or wrong.</summary>
    public const int NotAllowed = 4;

    /// <summary>Refused: the state does not allow it (directory or port in use, gate not met).</summary>
    public const int Refused = 5;

    /// <summary>Waited, and not finished within the time allowed.</summary>
    public const int TimedOut = 6;

    /// <summary>No worker answers, or no broker of the Kafka cluster.</summary>
    public const int Unreachable = 7;

    /// <summary>Differences were found.</summary>
    public const int Differences = 8;

    /// <summary>A bug in Kappa: an exception nobody expected.</summary>
    public const int Bug = 70;

    /// <summary>The disk failed or gave back damaged data; the process stopped rather than go on.</summary>
    public const int DiskFailure = 74;

    /// <summary>Fenced by a newer owner; a restart is fine.</summary>
    public const int Fenced = 75;

    /// <summary>Configuration, data format or topology do not match; a restart will not help.</summary>
    public const int Mismatch = 78;
}
