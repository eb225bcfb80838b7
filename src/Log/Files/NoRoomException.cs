namespace Kappa.Logs;

/// <summary>The disk had no room for a write. Nothing is wrong with it: reading and deleting go on.</summary>
internal sealed class NoRoomException(string code, string message, Exception? cause)
    : KappaException(code, ExitCodes.DiskFailure, message, cause);
