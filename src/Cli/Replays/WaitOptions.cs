using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Kappa.Cli;

/// <summary>The options <c>--wait</c> and <c>--timeout</c>.</summary>
internal sealed class WaitOptions(string description)
{
    private const int MostDays = 365;

    private readonly Option<bool> _wait = new("--wait") { Description = description };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "How long --wait waits, such as 60s, 5m or 1h; then it ends with exit code 6. The default is " +
            "without end.",
        HelpName = "TIME",
        CustomParser = Parse,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_wait);
        command.Options.Add(_timeout);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_timeout) is not null && !result.GetValue(_wait))
            {
                result.AddError("--timeout needs --wait.");
            }
        });
    }

    public bool Wait(ParseResult parsed) => parsed.GetValue(_wait);

    /// <summary>How long to wait; null is without end.</summary>
    public TimeSpan? Timeout(ParseResult parsed) => parsed.GetValue(_timeout);

    private static TimeSpan? Parse(ArgumentResult result)
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
                _ => double.MaxValue,
            };
            if (seconds <= TimeSpan.FromDays(MostDays).TotalSeconds)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        result.AddError($"'{text}' is no time: it must be such as 60s, 5m or 1h, and at most {MostDays} days.");
        return null;
    }
}
