namespace Kappa.Engine;

/// <summary>An update of a row of a table: what it is now, and what it was.</summary>
/// <remarks>The old value is filled in only where an operator further on asked for it (semantics.md 2.13).</remarks>
internal readonly struct Change<TValue>(TValue? now, bool hasNew, TValue? old, bool hasOld)
{
    public readonly TValue? New = now;
    public readonly TValue? Old = old;
    public readonly bool HasNew = hasNew;
    public readonly bool HasOld = hasOld;

    /// <summary>
    /// Whether the table keeps versions and has a later one: streams and versions see the update, joins and groups drop
    /// it (KIP-914).
    /// </summary>
    public bool IsLate { get; init; }
}
