namespace Kappa.Bench;

internal enum WindowKind
{
    Update,
    Final,
    Suppress,
}
