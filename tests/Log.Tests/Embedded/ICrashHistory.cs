namespace Kappa.Logs.Tests;

/// <summary>Random operations on a log, with a model of what may be seen after a crash in the middle of any.</summary>
internal interface ICrashHistory
{
    /// <summary>Opens a log as all processes of this history do.</summary>
    EmbeddedLog Open(FaultyFileSystem files);

    /// <summary>Does what one process does, from its start to a moment at which it may be closed or killed.</summary>
    void Live(EmbeddedLog log);

    /// <summary>Checks what starts on an image of the disk show; none of them counts for the history.</summary>
    void Check(FaultyFileSystem image, string hint);
}
