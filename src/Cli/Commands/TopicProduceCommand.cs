using System.CommandLine;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topic produce</c>.</summary>
internal sealed class TopicProduceCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the topic." };

    private readonly Argument<string> _fileName = new("FILE")
    {
        Description = "A file of JSON lines, .csv or .parquet; - is standard input, the default.",
        DefaultValueFactory = _ => "-",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "A line or row is the value, and this field of it the key. Without a field, a JSON line " +
            """is an envelope: {"key":...,"value":...,"timestamp":...,"headers":...}.""",
        HelpName = "FIELD",
    };

    private readonly Option<string?> _timestamp = new("--timestamp")
    {
        Description = "The field of the value that is its time: milliseconds since 1970, or ISO 8601.",
        HelpName = "FIELD",
    };

    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "csv or parquet (a row is a value; the defaults for such names), json (a line is a value), " +
            "or records (a line is an envelope).",
        HelpName = "records|json|csv|parquet",
    }.AcceptOnlyFromAmong(RecordFile.Records, RecordFile.Json, RecordFile.Csv, RecordFile.Parquet);

    private readonly Option<bool> _strings = new("--strings")
    {
        Description = "Of CSV: keep all fields as text, where those that are numbers would become so.",
    };

    private readonly Option<long> _skip = new("--skip")
    {
        Description = "Pass over the first N records: those that a run has written which a full disk has ended.",
        HelpName = "N",
    };

    private readonly Option<string> _output = OutputOption.Create();

    private readonly LogSource _source = new();
    private readonly CliContext _context;

    private TopicProduceCommand(CliContext context)
    {
        _context = context;
        _skip.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<long>() < 0)
            {
                result.AddError("--skip is a number of records, 0 or more.");
            }
        });
    }

    public static Command Create(CliContext context)
    {
        var produce = new TopicProduceCommand(context);
        var command = new CliCommand(
            "produce", "Write JSON lines, CSV or Parquet to a topic, and say how many records are on stable storage.",
            "kappa topic produce orders --key customer orders.ndjson",
            "kappa topic produce flights flights.csv --key origin --timestamp date",
            "kappa topic produce flights flights.parquet --key origin --timestamp date",
            """echo '{"key":"c-1","value":{"sum":12}}' | kappa topic produce orders""");
        command.Arguments.Add(produce._name);
        command.Arguments.Add(produce._fileName);
        command.Options.Add(produce._key);
        command.Options.Add(produce._timestamp);
        command.Options.Add(produce._format);
        command.Options.Add(produce._strings);
        command.Options.Add(produce._skip);
        command.Options.Add(produce._output);
        produce._source.AddTo(command);
        command.SetAction(produce.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = parsed.GetValue(_fileName)!;
        (string? keyField, string? timeField) = (parsed.GetValue(_key), parsed.GetValue(_timestamp));
        bool hasFields = keyField is not null || timeField is not null;
        string chosen = parsed.GetValue(_format) ?? RecordFile.FormatOf(file, hasFields);
        RequireValues(chosen, hasFields);
        await using Stream input = Open(_context, file);
        IRecordSource records = RecordFile.Open(input, file, chosen, parsed.GetValue(_strings));
        await using ITopicAccess topics = TopicAccess.Open(_context, parsed, _source, mayCreate: false);
        var run = new ProduceRun(
            _context, topics, parsed.GetRequiredValue(_name),
            new RecordFields(keyField, timeField, chosen != RecordFile.Records),
            file == "-" ? "standard input" : file, parsed.GetValue(_skip));
        ProduceResult result = await run.RunAsync(records, parsed.Tokens, cancellationToken);
        await _context.Out.WriteLineAsync(parsed.GetValue(_output) == OutputOption.Text
            ? $"Acknowledged {result.Acknowledged:N0} {(result.Acknowledged == 1 ? "record" : "records")} in " +
                $"{result.Topic}."
            : JsonSerializer.Serialize(result, WorkerJson.Readable.ProduceResult));
        return ExitCodes.Done;
    }

    /// <summary>An envelope has key and timestamp in fields of its own.</summary>
    private static void RequireValues(string format, bool hasFields)
    {
        if (format == RecordFile.Records && hasFields)
        {
            throw CliErrors.BadValue(
                "--format", format,
                $"{RecordFile.Json}, {RecordFile.Csv} or {RecordFile.Parquet} where --key or --timestamp is given");
        }
    }

    private static Stream Open(CliContext context, string file)
    {
        if (file == "-")
        {
            if (context.InputIsTerminal)
            {
                context.Error.WriteLine("Reading JSON lines from the terminal; Ctrl-D ends.");
            }

            return context.OpenInput();
        }

        try
        {
            return File.OpenRead(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliErrors.FileMissing("file", file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.NoAccess(file, error);
        }
    }
}
