using System.CommandLine.Parsing;
using System.Globalization;

namespace Kappa.Cli;

/// <summary>Reads how long, or how many bytes, a topic keeps.</summary>
internal static class RetentionArgument
{
    public const string Forever = "forever";
    public const string Unlimited = "unlimited";

    /// <summary>No limit: the library that reads options does not give null for one that is there.</summary>
    public const long None = -1;

    private const int Day = 86_400;

    // Kafka's numbers are milliseconds in 64 bits; a century is enough to say for ever by a number.
    private const decimal MostSeconds = 36_500m * Day;

    private static readonly (string Name, decimal Size)[] Times =
        [("s", 1), ("m", 60), ("h", 3_600), ("d", Day), ("w", 7 * Day)];

    private static readonly (string Name, decimal Size)[] Sizes =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3m), ("KB", 1e3m), ("MB", 1e6m), ("GB", 1e9m), ("TB", 1e12m), ("B", 1), ("", 1),
    ];

    /// <summary>Milliseconds; <see cref="None"/> for ever.</summary>
    public static long ParseTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == Forever)
        {
            return None;
        }

        if (TryParse(text, Times, MostSeconds) is { } seconds)
        {
            return (long)(seconds * 1_000);
        }

        result.AddError(
            $"'{text}' is no time: it must be such as 90s, 30m, 12h, 7d or 4w, at most 36500d, or {Forever}.");
        return None;
    }

    /// <summary>Bytes; <see cref="None"/> for no limit.</summary>
    public static long ParseSize(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == Unlimited)
        {
            return None;
        }

        if (TryParse(text, Sizes, long.MaxValue) is { } bytes)
        {
            return (long)bytes;
        }

        result.AddError($"'{text}' is no size: it must be such as 500MB, 10GB, 1GiB or 1000000, or {Unlimited}.");
        return None;
    }

    /// <summary>Null where there is no limit.</summary>
    public static long? Limit(long value) => value >= 0 ? value : null;

    private static decimal? TryParse(string text, (string Name, decimal Size)[] units, decimal most)
    {
        foreach ((string name, decimal size) in units.Where(unit => text.EndsWith(unit.Name, StringComparison.Ordinal)))
        {
            string number = text[..^name.Length];
            if (decimal.TryParse(
                number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) &&
                value <= most / size)
            {
                return value * size;
            }
        }

        return null;
    }
}
