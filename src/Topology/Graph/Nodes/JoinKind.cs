namespace Kappa.Graph;

/// <summary>What a join does with a left side that finds no right side.</summary>
internal enum JoinKind
{
    Inner,
    Left,
}
