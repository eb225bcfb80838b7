using System.CommandLine.Parsing;
using System.Globalization;

namespace Kappa.Cli;

/// <summary>Reads a length of time such as <c>60s</c>, <c>5m</c>, <c>1h</c> or <c>2d</c>.</summary>
internal static class TimeArgument
{
    private const int MostDays = 365;

    public static TimeSpan? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.Length > 1 && int.TryParse(
            text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
        {
            double seconds = text[^1] switch
            {
                's' => number,
                'm' => number * 60.0,
                'h' => number * 3600.0,
                'd' => number * 86_400.0,
                _ => double.MaxValue,
            };
            if (seconds <= TimeSpan.FromDays(MostDays).TotalSeconds)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        result.AddError($"'{text}' is no time: it must be such as 60s, 5m, 1h or 2d, and at most {MostDays} days.");
        return null;
    }
}
