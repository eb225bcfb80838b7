using System.Globalization;

namespace Kappa.Cli;

/// <summary>Words numbers for people.</summary>
internal static class QuantityText
{
    private const double Thousand = 1_000;

    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A number in full: <c>4,118</c>.</summary>
    public static string Full(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number in four signs or so: <c>126.0M</c>, <c>405k</c>, <c>812</c>.</summary>
    public static string Short(double number) => number switch
    {
        >= 999_999_500 => Invariant($"{number / 1e9:0.0}G"),
        >= 999_500 => Invariant($"{number / 1e6:0.0}M"),
        >= 9_999.5 => Invariant($"{number / Thousand:0}k"),
        _ => Invariant($"{number:N0}"),
    };

    /// <summary>Bytes: <c>61.4 GB</c>, in powers of 1,000.</summary>
    public static string Bytes(long bytes)
    {
        double size = bytes;
        int unit = 0;
        for (; size >= Thousand && unit < ByteUnits.Length - 1; unit++)
        {
            size /= Thousand;
        }

        return unit == 0 ? $"{Full(bytes)} B" : Invariant($"{size:0.0} {ByteUnits[unit]}");
    }

    /// <summary>A time that passes: <c>12 s</c>, <c>2 min 24 s</c>, <c>3 h 5 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Duration(double seconds)
    {
        long all = (long)Math.Ceiling(Math.Max(0, seconds));
        return all switch
        {
            < 60 => Invariant($"{all} s"),
            < 3_600 => Invariant($"{all / 60} min") + Rest(all % 60, "s"),
            < 86_400 => Invariant($"{all / 3_600} h") + Rest(all % 3_600 / 60, "min"),
            _ => Invariant($"{all / 86_400} d") + Rest(all % 86_400 / 3_600, "h"),
        };
    }

    /// <summary>A share: <c>22.6 %</c>. What is not nothing is never written as nothing.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static string Percent(double share)
    {
        double percent = share * 100;
        return percent switch
        {
            > 0 and < 0.01 => "under 0.01 %",
            > 0 and < 1 => Invariant($"{percent:0.0#} %"),
            > 99.9 and < 100 => "99.9 %",
            _ => Invariant($"{percent:0.0} %"),
        };
    }

    private static string Rest(long number, string unit) => number == 0 ? "" : Invariant($" {number} {unit}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
