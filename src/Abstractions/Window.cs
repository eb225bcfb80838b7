using System.Globalization;

namespace Kappa;

/// <summary>A stretch of time.</summary>
/// <param name="StartMs">Its first moment, milliseconds since 1970.</param>
/// <param name="EndMs">The moment behind its last one, milliseconds since 1970.</param>
public readonly record struct Window(long StartMs, long EndMs)
{
    /// <summary>Its first moment, UTC.</summary>
    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeMilliseconds(StartMs);

    /// <summary>The moment behind its last one, UTC.</summary>
    public DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(EndMs);

    /// <summary>Start and end in milliseconds since 1970: <c>start/end</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StartMs}/{EndMs}");
}
