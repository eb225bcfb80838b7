namespace Kappa.Snapshots;

/// <summary>A row that waits in memory to be sorted: where its bytes are.</summary>
/// <param name="Place">Where it is in the dump.</param>
/// <param name="Start">Where its key begins; its value follows.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="ValueLength">Bytes of the value.</param>
internal readonly record struct SpoolRow(long Place, int Start, int KeyLength, int ValueLength)
{
    public ReadOnlySpan<byte> Key(byte[] bytes) => bytes.AsSpan(Start, KeyLength);

    public ReadOnlySpan<byte> Value(byte[] bytes) => bytes.AsSpan(Start + KeyLength, ValueLength);
}
