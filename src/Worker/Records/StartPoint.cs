using System.Globalization;

namespace Kappa.Worker;

/// <summary>Where reading begins: the oldest record, the end, or an offset.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Offset">The offset; null for <c>zero</c> and <c>end</c>.</param>
internal sealed record StartPoint(string Text, long? Offset)
{
    public const string Zero = "zero";
    public const string End = "end";

    public static StartPoint Parse(string text) => text switch
    {
        Zero or End => new StartPoint(text, null),
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long offset) =>
            new StartPoint(text, offset),
        _ => throw HttpErrors.BadParameter("from", text, "zero, end or an offset"),
    };
}
