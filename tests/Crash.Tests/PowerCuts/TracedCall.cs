namespace Kappa.Crash.Tests;

/// <summary>A system call of a traced process that changes files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments as strace prints them, texts in hexadecimal.</param>
internal sealed record TracedCall(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>What it answered; null while it has not, or where the process died before.</summary>
    public long? Result { get; set; }
}
