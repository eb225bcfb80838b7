using System.Globalization;

namespace Kappa.Snapshots;

/// <summary>Most rows that a snapshot may delete: a number, or a share of the rows that the table has.</summary>
/// <remarks>A dump that was cut off looks like one whose other rows were deleted; this is the brake.</remarks>
public readonly record struct DeleteLimit
{
    private readonly decimal _percent;
    private readonly long? _rows;

    private DeleteLimit(decimal percent, long? rows) => (_percent, _rows) = (percent, rows);

    /// <summary>A tenth of the rows.</summary>
    public static DeleteLimit Default { get; } = Percent(10);

    /// <summary>All rows may go.</summary>
    public static DeleteLimit None { get; } = Percent(100);

    /// <summary>A share of the rows.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public static DeleteLimit Percent(decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return new DeleteLimit(percent, null);
    }

    /// <summary>A number of rows.</summary>
    /// <param name="rows">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static DeleteLimit Rows(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return new DeleteLimit(0, rows);
    }

    /// <summary>Reads <c>10%</c> or <c>500</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The limit.</param>
    /// <returns>False where it is neither.</returns>
    public static bool TryParse(string text, out DeleteLimit limit)
    {
        ArgumentNullException.ThrowIfNull(text);
        limit = Default;
        if (text.EndsWith('%'))
        {
            bool isShare = decimal.TryParse(
                text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
                && percent is >= 0 and <= 100;
            limit = isShare ? Percent(percent) : limit;
            return isShare;
        }

        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long rows);
        limit = isNumber ? Rows(rows) : limit;
        return isNumber;
    }

    /// <summary>Whether so many deletions are within the limit.</summary>
    /// <param name="deletes">Rows that would go.</param>
    /// <param name="rows">Rows that the table has.</param>
    public bool Allows(long deletes, long rows) =>
        _rows is { } most ? deletes <= most : deletes * 100m <= _percent * rows;

    /// <inheritdoc/>
    public override string ToString() => _rows is { } most
        ? most.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{_percent}%");
}
