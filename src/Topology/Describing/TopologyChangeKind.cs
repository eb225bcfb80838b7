namespace Kappa;

/// <summary>What becomes of a part of a topology in another version.</summary>
public enum TopologyChangeKind
{
    /// <summary>It is there, and computed in the same way.</summary>
    Kept,

    /// <summary>It is there, and computed, coded or kept in another way.</summary>
    Changed,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,
}
