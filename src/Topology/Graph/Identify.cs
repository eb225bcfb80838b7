namespace Kappa.Graph;

/// <summary>Finds what a record is told apart by.</summary>
/// <returns>Whether it has that; else it is the default.</returns>
internal delegate bool Identify<TKey, TValue, TIdentity>(
    TKey key, TValue? value, bool hasValue, out TIdentity? identity);
