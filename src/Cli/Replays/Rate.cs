using System.CommandLine.Parsing;
using System.Globalization;

namespace Kappa.Cli;

/// <summary>How fast a replay may go.</summary>
internal static class Rate
{
    public const string HelpName = "RATE|auto|none";

    public const string Description =
        "Records per second, such as 50k/s; auto: as fast as the live version's latency allows; none: no limit.";

    private const string None = "none";
    private const string Auto = "auto";
    private const decimal Most = 1_000_000_000;

    /// <summary>Takes what a user types, and gives what the API takes: none, auto, or a whole number.</summary>
    public static string? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text is None or Auto)
        {
            return text;
        }

        string number = text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text;
        decimal unit = number.Length == 0 ? 1 : number[^1] switch
        {
            'k' or 'K' => 1_000,
            'm' or 'M' => 1_000_000,
            _ => 1,
        };
        number = unit == 1 ? number : number[..^1];
        if (decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) &&
            value <= Most && value * unit is >= 1 and <= Most)
        {
            return ((long)(value * unit)).ToString(CultureInfo.InvariantCulture);
        }

        result.AddError(
            $"'{text}' is no rate: it must be records per second such as 50000/s or 50k/s, auto, or none.");
        return null;
    }

    /// <summary>Words what <see cref="Parse"/> gives.</summary>
    public static string Text(string? rate) =>
        long.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? $"{QuantityText.Full(number)} records/s" : rate ?? None;
}
