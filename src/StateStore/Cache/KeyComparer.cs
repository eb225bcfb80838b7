namespace Kappa.StateStores;

/// <summary>Chooses how keys are compared where the type's own equality is not that of its bytes.</summary>
internal static class KeyComparer
{
    /// <summary>Gives the comparer for a type of keys.</summary>
    /// <returns>Null for a struct that compares by its own equality, which the JIT can inline.</returns>
    public static IEqualityComparer<TKey>? For<TKey>()
    {
        if (typeof(TKey) == typeof(byte[])) { return (IEqualityComparer<TKey>)(object)new ByteArrays(); }
        if (typeof(TKey) == typeof(ReadOnlyMemory<byte>)) { return (IEqualityComparer<TKey>)(object)new Memories(); }
        return typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default;
    }

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private sealed class ByteArrays : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => Hash(obj);
    }

    private sealed class Memories : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj) => Hash(obj.Span);
    }
}
