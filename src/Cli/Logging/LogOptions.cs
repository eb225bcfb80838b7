using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Kappa.Cli;

/// <summary>The options of a worker's log.</summary>
internal sealed class LogOptions
{
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
    /// <exception cref="KappaException">
    /// KAP7101 (exit 2): an option is none of those. KAP7174 (exit 78): what the file refers to is not there.
    /// </exception>
    public LineLogger Open(CliContext context, ParseResult parsed, WorkerConfiguration configuration)
    {
        string form = One(parsed.GetValue(_form), configuration, SettingList.LogForm);
        string level = One(parsed.GetValue(_level), configuration, SettingList.LogLevel);
        return new LineLogger(
            context.Error, form == Json ? LogForm.Json : LogForm.Text, Levels[level], context.Time);
    }

    private static string One(string? given, WorkerConfiguration configuration, WorkerSetting setting) =>
        given is null || setting.Takes(given) ? given ?? configuration.Text(setting) ?? setting.Default
            : throw CliErrors.BadValue(setting.Flag!, given, setting.Expected!);
}
