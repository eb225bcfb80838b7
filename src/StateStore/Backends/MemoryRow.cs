namespace Kappa.StateStores;

/// <summary>A row in memory; as a probe for look-ups it has a key alone.</summary>
internal sealed class MemoryRow
{
    public required byte[] KeyBuffer { get; set; }

    public required int KeyLength { get; set; }

    public byte[] Value { get; init; } = [];

    public long TimestampMs { get; init; }

    public ReadOnlySpan<byte> Key => KeyBuffer.AsSpan(0, KeyLength);

    public static MemoryRow Probe(ReadOnlySpan<byte> key) =>
        new() { KeyBuffer = key.ToArray(), KeyLength = key.Length };

    /// <summary>Makes a probe look for another key, without allocating once its buffer is long enough.</summary>
    public void Aim(ReadOnlySpan<byte> key)
    {
        if (KeyBuffer.Length < key.Length) { KeyBuffer = new byte[Math.Max(key.Length, 2 * KeyBuffer.Length)]; }
        key.CopyTo(KeyBuffer);
        KeyLength = key.Length;
    }
}
