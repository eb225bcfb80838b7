namespace Kappa.Replay;

/// <summary>What a compared table is.</summary>
public enum TableKind
{
    /// <summary>A state store: keys, values and timestamps are compared.</summary>
    Store,

    /// <summary>A table output: keys and values are compared, as its readers see them.</summary>
    Output,
}
