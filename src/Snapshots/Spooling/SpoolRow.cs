namespace Kappa.Snapshots;

/// <summary>A row that waits in memory to be sorted: where its bytes are.</summary>
/// <param name="Prefix">The first eight bytes of the key, so that most comparisons read nothing else.</param>
/// <param name="Place">Where it is in the dump.</param>
/// <param name="Start">Where its key begins; its value follows.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="ValueLength">Bytes of the value.</param>
internal readonly record struct SpoolRow(ulong Prefix, long Place, int Start, int KeyLength, int ValueLength);
