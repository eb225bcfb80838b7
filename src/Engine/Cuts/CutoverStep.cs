namespace Kappa.Engine;

/// <summary>A step of a cutover, as the cut log records it. The numbers are part of the format.</summary>
public enum CutoverStep : byte
{
    /// <summary>From the cut on the new version is to publish.</summary>
    Switched = 1,

    /// <summary>The new version has published; from here on there is no way back but another cutover.</summary>
    Begun = 2,

    /// <summary>The whole difference is published.</summary>
    Completed = 3,

    /// <summary>The old version goes on as if nothing had been: the new one had not begun.</summary>
    Withdrawn = 4,
}
