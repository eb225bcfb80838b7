namespace Kappa.Worker;

/// <summary>The disk is full: the first records are written, as many as it says, and none after them.</summary>
/// <param name="cause">What the log says of it.</param>
/// <param name="acknowledged">Records that are on stable storage.</param>
internal sealed class IngestFullException(KappaException cause, long acknowledged)
    : KappaException(cause.Code, cause.ExitCode, cause.Message, cause)
{
    /// <summary>Records that are on stable storage.</summary>
    public long Acknowledged { get; } = acknowledged;
}
