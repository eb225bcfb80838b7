using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Kappa.Cli;

/// <summary>The options of a worker's log.</summary>
internal sealed class LogOptions
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly Dictionary<string, LogLevel> Levels = new()
    {
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    private readonly Option<string?> _form = new("--log")
    {
        Description = "How log lines on standard error are written: text, or json for machines. The default is " +
            "KAPPA_LOG, or text.",
        HelpName = "text|json",
    };

    private readonly Option<string?> _level = new("--log-level")
    {
        Description = "What is written at least: information, warning or error. The default is KAPPA_LOG_LEVEL, or " +
            "information.",
        HelpName = "LEVEL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_form);
        command.Options.Add(_level);
    }

    /// <summary>Opens the log; dispose it when nothing is written any more.</summary>
    /// <exception cref="KappaException">KAP7101 (exit 2): a value is none of those.</exception>
    public LineLogger Open(CliContext context, ParseResult parsed)
    {
        string form = One(context, parsed.GetValue(_form), "--log", "KAPPA_LOG", Text, [Text, Json]);
        string level = One(
            context, parsed.GetValue(_level), "--log-level", "KAPPA_LOG_LEVEL", "information", [.. Levels.Keys]);
        return new LineLogger(
            context.Error, form == Json ? LogForm.Json : LogForm.Text, Levels[level], context.Time);
    }

    private static string One(
        CliContext context, string? given, string option, string variable, string fallback, string[] allowed)
    {
        string? set = context.Environment(variable);
        string value = given ?? (string.IsNullOrEmpty(set) ? fallback : set);
        string name = given is null ? variable : option;
        return allowed.Contains(value) ? value
            : throw CliErrors.BadValue(name, value, $"one of {string.Join(", ", allowed)}");
    }
}
