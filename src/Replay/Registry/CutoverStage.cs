namespace Kappa.Replay;

/// <summary>How far a cutover has come.</summary>
public enum CutoverStage
{
    /// <summary>The cut log says so; the new version has not published yet.</summary>
    Switched,

    /// <summary>The difference goes out in chunks.</summary>
    Publishing,

    /// <summary>The topics say what the new version says.</summary>
    Completed,

    /// <summary>It was taken back before the new version had published.</summary>
    Withdrawn,
}
