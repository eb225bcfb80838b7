namespace Kappa.StateStores;

/// <summary>A version of a row: what it was from the row's timestamp on.</summary>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <param name="Value">The value; default where there is none.</param>
/// <param name="Exists">False for the mark of a deletion, which counts for no moment but parts two versions.</param>
public readonly record struct Version<TValue>(TValue? Value, bool Exists);
