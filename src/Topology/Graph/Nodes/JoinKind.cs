namespace Kappa.Graph;

/// <summary>What a join does with a side that finds no other one.</summary>
internal enum JoinKind
{
    /// <summary>It has no result.</summary>
    Inner,

    /// <summary>A left side has one.</summary>
    Left,

    /// <summary>Either side has one.</summary>
    Outer,
}
