namespace Kappa.StateStores;

/// <summary>
/// The part of a row's key behind its key: the start of a window. As many bytes for each, that sort as they do.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISubKey<TSelf> : IComparable<TSelf>
    where TSelf : struct, ISubKey<TSelf>
{
    /// <summary>How many bytes each one has.</summary>
    static abstract int Bytes { get; }

    /// <summary>The one before all others.</summary>
    static abstract TSelf Least { get; }

    /// <summary>The one behind all others.</summary>
    static abstract TSelf Greatest { get; }

    /// <summary>The one right behind this; of <see cref="Greatest"/> itself.</summary>
    TSelf Next { get; }

    /// <summary>The one right before this; of <see cref="Least"/> itself.</summary>
    TSelf Previous { get; }

    /// <summary>Writes it.</summary>
    /// <param name="to">Room for <see cref="Bytes"/> of them.</param>
    void Write(Span<byte> to);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="from">Its bytes.</param>
    static abstract TSelf Read(ReadOnlySpan<byte> from);
}
