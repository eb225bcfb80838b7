using System.CommandLine;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa dlq retry</c> and <c>kappa dlq drop</c>.</summary>
internal sealed class DlqSettleCommand
{
    private readonly Argument<string> _topic = new("TOPIC") { Description = "Name of the topic of dead letters." };

    private readonly Argument<string[]> _letters = new("LETTER")
    {
        Description = "Letters, as `kappa dlq show` names them: PARTITION@OFFSET.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _all = new("--all") { Description = "All letters that are open." };

    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why; `kappa dlq show --all` shows it.",
        HelpName = "TEXT",
    };

    private readonly Option<string> _output =
        OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);

    private readonly LogSource _source = new();
    private readonly CliContext _context;
    private readonly LetterOutcome _outcome;

    private DlqSettleCommand(CliContext context, LetterOutcome outcome) => (_context, _outcome) = (context, outcome);

    public static Command Retry(CliContext context) => new DlqSettleCommand(context, LetterOutcome.Retried).Build(
        "retry", "Write the records of letters to their source once more, each once.",
        "kappa dlq retry dead-flights 0@17 --reason 'the parser is mended'", "kappa dlq retry dead-flights --all");

    public static Command Drop(CliContext context) => new DlqSettleCommand(context, LetterOutcome.Dropped).Build(
        "drop", "Say of letters that nobody needs them any more.",
        "kappa dlq drop dead-flights 0@17 0@18 --reason 'test data'", "kappa dlq drop dead-flights --all");

    private CliCommand Build(string name, string description, params string[] examples)
    {
        var command = new CliCommand(name, description, examples);
        command.Arguments.Add(_topic);
        command.Arguments.Add(_letters);
        command.Options.Add(_all);
        command.Options.Add(_reason);
        command.Options.Add(_output);
        _source.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_all) == result.GetValue(_letters) is { Length: > 0 })
            {
                result.AddError("Name letters, such as 0@17, or say --all.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using ITopicAccess topics = TopicAccess.Open(_context, parsed, _source, mayCreate: false);
        var request = new SettleLettersRequest(
            parsed.GetValue(_all) ? null : parsed.GetValue(_letters), Environment.UserName, parsed.GetValue(_reason));
        SettledLetters settled = await topics.SettleAsync(
            parsed.GetRequiredValue(_topic), _outcome, request, cancellationToken);
        await _context.Out.WriteLineAsync(parsed.GetValue(_output) == OutputOption.Json
            ? JsonSerializer.Serialize(settled, WorkerJson.Readable.SettledLetters)
            : Text(settled));
        return ExitCodes.Done;
    }

    private string Text(SettledLetters settled)
    {
        string letters = $"{settled.Letters:N0} {(settled.Letters == 1 ? "letter" : "letters")} of {settled.Topic}";
        return _outcome == LetterOutcome.Dropped
            ? $"Dropped {letters}."
            : $"Retried {letters}: {(settled.Letters == 1 ? "its record is" : "their records are")} in the source " +
                "once more.";
    }
}
