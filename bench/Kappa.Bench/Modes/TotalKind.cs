namespace Kappa.Bench;

internal enum TotalKind
{
    Count,
    Sum,
    RekeyCount,
}
