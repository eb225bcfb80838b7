using System.Globalization;

namespace Kappa.Replay;

/// <summary>How fast a replay may go: as fast as it can, as fast as the live version allows, or at a rate.</summary>
/// <param name="IsAuto">Whether the live version's latency decides.</param>
/// <param name="RecordsPerSecond">The rate; 0 for none.</param>
public readonly record struct Throttle(bool IsAuto, long RecordsPerSecond)
{
    /// <summary>As fast as it can.</summary>
    public static Throttle None => default;

    /// <summary>Parses <c>none</c>, <c>auto</c>, or records a second such as <c>50000</c>, <c>50k/s</c>.</summary>
    /// <param name="text">The setting.</param>
    /// <exception cref="KappaException">KAP4010 (exit 2): it is none of these.</exception>
    public static Throttle Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (text.Trim())
        {
            case "none":
                return None;
            case "auto":
                return new Throttle(true, 0);
        }

        string number = text.Trim();
        number = number.EndsWith("/s", StringComparison.Ordinal) ? number[..^2] : number;
        long unit = number.Length == 0 ? 1 : char.ToLowerInvariant(number[^1]) switch
        {
            'k' => 1_000,
            'm' => 1_000_000,
            _ => 1,
        };
        number = unit == 1 ? number : number[..^1];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long rate)
            && rate is > 0 and <= 1_000_000_000
            ? new Throttle(false, rate * unit) : throw ReplayErrors.BadThrottle(text);
    }

    /// <inheritdoc/>
    public override string ToString() => IsAuto ? "auto"
        : RecordsPerSecond == 0 ? "none" : RecordsPerSecond.ToString(CultureInfo.InvariantCulture);
}
