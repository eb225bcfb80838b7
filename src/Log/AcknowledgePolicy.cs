namespace Kappa.Logs;

/// <summary>When a commit on the embedded log is acknowledged.</summary>
public enum AcknowledgePolicy
{
    /// <summary>After its fsync: nothing that was acknowledged is lost in a power cut. The default.</summary>
    EachCommit,

    /// <summary>At once; an fsync follows within the interval: a power cut may lose what came in between.</summary>
    Interval,

    /// <summary>
    /// At once; the operating system writes when it likes. An fsync follows in the background within ten times the
    /// interval, so that cuts follow (protocols.md 1); no commit waits for it.
    /// </summary>
    Never,
}
