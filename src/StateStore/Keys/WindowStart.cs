namespace Kappa.StateStores;

/// <summary>The start of a window.</summary>
/// <param name="Ms">Milliseconds since 1970.</param>
public readonly record struct WindowStart(long Ms) : ISubKey<WindowStart>
{
    /// <inheritdoc/>
    public static int Bytes => sizeof(long);

    /// <inheritdoc/>
    public static WindowStart Least => new(long.MinValue);

    /// <inheritdoc/>
    public static WindowStart Greatest => new(long.MaxValue);

    /// <inheritdoc/>
    public WindowStart Next => new(Ms == long.MaxValue ? Ms : Ms + 1);

    /// <inheritdoc/>
    public WindowStart Previous => new(Ms == long.MinValue ? Ms : Ms - 1);

    /// <summary>Whether one begins before the other.</summary>
    public static bool operator <(WindowStart left, WindowStart right) => left.Ms < right.Ms;

    /// <summary>Whether one begins after the other.</summary>
    public static bool operator >(WindowStart left, WindowStart right) => left.Ms > right.Ms;

    /// <summary>Whether one begins no later than the other.</summary>
    public static bool operator <=(WindowStart left, WindowStart right) => left.Ms <= right.Ms;

    /// <summary>Whether one begins no earlier than the other.</summary>
    public static bool operator >=(WindowStart left, WindowStart right) => left.Ms >= right.Ms;

    /// <inheritdoc/>
    public int CompareTo(WindowStart other) => Ms.CompareTo(other.Ms);

    /// <inheritdoc/>
    public void Write(Span<byte> to) => SortedTime.Write(Ms, to);

    /// <inheritdoc/>
    public static WindowStart Read(ReadOnlySpan<byte> from) => new(SortedTime.Read(from));
}
