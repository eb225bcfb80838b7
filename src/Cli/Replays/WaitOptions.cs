using System.CommandLine;

namespace Kappa.Cli;

/// <summary>The options <c>--wait</c> and <c>--timeout</c>.</summary>
internal sealed class WaitOptions(string description)
{
    private readonly Option<bool> _wait = new("--wait") { Description = description };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "How long --wait waits, such as 60s, 5m or 1h; then it ends with exit code 6. The default is " +
            "without end.",
        HelpName = "TIME",
        CustomParser = TimeArgument.Parse,
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
}
