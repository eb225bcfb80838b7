namespace Kappa.StateStores;

/// <summary>What became of a version that was put.</summary>
public enum VersionPut
{
    /// <summary>It is older than the history that is kept: nothing changed.</summary>
    TooOld,

    /// <summary>There is a later one of the key.</summary>
    Older,

    /// <summary>It is the latest of the key.</summary>
    Latest,
}
