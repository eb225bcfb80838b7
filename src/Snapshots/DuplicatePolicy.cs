namespace Kappa.Snapshots;

/// <summary>What happens where a dump has a key twice.</summary>
public enum DuplicatePolicy
{
    /// <summary>The snapshot is refused.</summary>
    Fail,

    /// <summary>The first row of the key counts.</summary>
    First,

    /// <summary>The last row of the key counts.</summary>
    Last,
}
