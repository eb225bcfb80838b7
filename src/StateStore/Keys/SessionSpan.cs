namespace Kappa.StateStores;

/// <summary>The last and the first moment of a session; sessions are in the order of their ends.</summary>
/// <param name="EndMs">Milliseconds since 1970.</param>
/// <param name="StartMs">Milliseconds since 1970.</param>
public readonly record struct SessionSpan(long EndMs, long StartMs) : ISubKey<SessionSpan>
{
    /// <inheritdoc/>
    public static int Bytes => 2 * sizeof(long);

    /// <inheritdoc/>
    public static SessionSpan Least => new(long.MinValue, long.MinValue);

    /// <inheritdoc/>
    public static SessionSpan Greatest => new(long.MaxValue, long.MaxValue);

    /// <inheritdoc/>
    public SessionSpan Next => StartMs < long.MaxValue ? new(EndMs, StartMs + 1)
        : EndMs < long.MaxValue ? new(EndMs + 1, long.MinValue) : this;

    /// <inheritdoc/>
    public SessionSpan Previous => StartMs > long.MinValue ? new(EndMs, StartMs - 1)
        : EndMs > long.MinValue ? new(EndMs - 1, long.MaxValue) : this;

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(SessionSpan left, SessionSpan right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes behind the other.</summary>
    public static bool operator >(SessionSpan left, SessionSpan right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not come behind the other.</summary>
    public static bool operator <=(SessionSpan left, SessionSpan right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(SessionSpan left, SessionSpan right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(SessionSpan other)
    {
        int ends = EndMs.CompareTo(other.EndMs);
        return ends != 0 ? ends : StartMs.CompareTo(other.StartMs);
    }

    /// <inheritdoc/>
    public void Write(Span<byte> to)
    {
        SortedTime.Write(EndMs, to);
        SortedTime.Write(StartMs, to[SortedTime.Bytes..]);
    }

    /// <inheritdoc/>
    public static SessionSpan Read(ReadOnlySpan<byte> from) =>
        new(SortedTime.Read(from), SortedTime.Read(from[SortedTime.Bytes..]));
}
