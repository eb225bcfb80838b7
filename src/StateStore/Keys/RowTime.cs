namespace Kappa.StateStores;

/// <summary>Finds in the key of a row the time at which something becomes of the row.</summary>
/// <param name="key">Key bytes of a row.</param>
/// <param name="timeMs">Receives the time, milliseconds since 1970.</param>
/// <returns>False where nothing becomes of it.</returns>
public delegate bool RowTime(ReadOnlySpan<byte> key, out long timeMs);
