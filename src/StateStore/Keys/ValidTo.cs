namespace Kappa.StateStores;

/// <summary>Until when a version of a row counts.</summary>
/// <param name="Ms">
/// The first millisecond since 1970 at which it counts no more; <see cref="long.MaxValue"/> for the latest version.
/// </param>
public readonly record struct ValidTo(long Ms) : ISubKey<ValidTo>
{
    /// <summary>Of the latest version.</summary>
    public static ValidTo Latest => new(long.MaxValue);

    /// <inheritdoc/>
    public static int Bytes => sizeof(long);

    /// <inheritdoc/>
    public static ValidTo Least => new(long.MinValue);

    /// <inheritdoc/>
    public static ValidTo Greatest => Latest;

    /// <inheritdoc/>
    public ValidTo Next => new(Ms == long.MaxValue ? Ms : Ms + 1);

    /// <inheritdoc/>
    public ValidTo Previous => new(Ms == long.MinValue ? Ms : Ms - 1);

    /// <summary>Whether one ends before the other.</summary>
    public static bool operator <(ValidTo left, ValidTo right) => left.Ms < right.Ms;

    /// <summary>Whether one ends after the other.</summary>
    public static bool operator >(ValidTo left, ValidTo right) => left.Ms > right.Ms;

    /// <summary>Whether one ends no later than the other.</summary>
    public static bool operator <=(ValidTo left, ValidTo right) => left.Ms <= right.Ms;

    /// <summary>Whether one ends no earlier than the other.</summary>
    public static bool operator >=(ValidTo left, ValidTo right) => left.Ms >= right.Ms;

    /// <inheritdoc/>
    public int CompareTo(ValidTo other) => Ms.CompareTo(other.Ms);

    /// <inheritdoc/>
    public void Write(Span<byte> to) => SortedTime.Write(Ms, to);

    /// <inheritdoc/>
    public static ValidTo Read(ReadOnlySpan<byte> from) => new(SortedTime.Read(from));
}
