namespace Kappa.Replay;

/// <summary>How a row differs between an old and a new instance.</summary>
public enum DifferenceKind
{
    /// <summary>Both have the key, with another value or timestamp.</summary>
    Changed,

    /// <summary>Only the old one has the key.</summary>
    OnlyOld,

    /// <summary>Only the new one has the key.</summary>
    OnlyNew,
}
