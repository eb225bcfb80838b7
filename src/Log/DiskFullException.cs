namespace Kappa.Logs;

/// <summary>The disk is full, so a commit was refused. Nothing of it is stored, and the log goes on.</summary>
/// <remarks>Make room, then commit again with a new producer. Reading and deleting work meanwhile.</remarks>
public sealed class DiskFullException : KappaException
{
    internal DiskFullException(KappaException cause)
        : base("KAP2207", ExitCodes.Refused,
            "The disk is full, so a commit was refused: nothing of it is stored, and all that was committed before " +
            "is. Reading and deleting go on. Make room (df; kappa topic delete NAME), then commit it again. " +
            cause.Message,
            cause)
    {
    }
}
