namespace Kappa.Graph;

/// <summary>How an output topic is to be read, decided from the structure at build time.</summary>
internal enum OutputKind
{
    /// <summary>Every record counts: events.</summary>
    Stream,

    /// <summary>
    /// The last value of each key counts: a table, then key-preserving stateless steps, then <c>To</c>.
    /// </summary>
    Table,
}
