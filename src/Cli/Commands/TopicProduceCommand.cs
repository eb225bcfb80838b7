using System.CommandLine;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topic produce</c>.</summary>
internal static class TopicProduceCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "produce", "Write JSON lines, CSV or Parquet to a topic, and say how many records are on stable storage.",
            "kappa topic produce orders --key customer orders.ndjson",
            "kappa topic produce flights flights.csv --key origin --timestamp date",
            "kappa topic produce flights flights.parquet --key origin --timestamp date",
            """echo '{"key":"c-1","value":{"sum":12}}' | kappa topic produce orders""");
        var name = new Argument<string>("NAME") { Description = "Name of the topic." };
        var fileName = new Argument<string>("FILE")
        {
            Description = "A file of JSON lines, .csv or .parquet; - is standard input, the default.",
            DefaultValueFactory = _ => "-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key")
        {
            Description = "A line or row is the value, and this field of it the key. Without a field, a JSON line " +
                """is an envelope: {"key":...,"value":...,"timestamp":...,"headers":...}.""",
            HelpName = "FIELD",
        };
        var timestamp = new Option<string?>("--timestamp")
        {
            Description = "The field of the value that is its time: milliseconds since 1970, or ISO 8601.",
            HelpName = "FIELD",
        };
        Option<string?> format = new Option<string?>("--format")
        {
            Description = "csv or parquet (a row is a value; the defaults for such names), json (a line is a value), " +
                "or records (a line is an envelope).",
            HelpName = "records|json|csv|parquet",
        }.AcceptOnlyFromAmong(RecordFile.Records, RecordFile.Json, RecordFile.Csv, RecordFile.Parquet);
        var strings = new Option<bool>("--strings")
        {
            Description = "Of CSV: keep all fields as text, where those that are numbers would become so.",
        };
        var skip = new Option<long>("--skip")
        {
            Description = "Pass over the first N records: those that a run has written which a full disk has ended.",
            HelpName = "N",
        };
        skip.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<long>() < 0)
            {
                result.AddError("--skip is a number of records, 0 or more.");
            }
        });
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Arguments.Add(fileName);
        command.Options.Add(key);
        command.Options.Add(timestamp);
        command.Options.Add(format);
        command.Options.Add(strings);
        command.Options.Add(skip);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = parsed.GetValue(fileName)!;
            (string? keyField, string? timeField) = (parsed.GetValue(key), parsed.GetValue(timestamp));
            bool hasFields = keyField is not null || timeField is not null;
            string chosen = parsed.GetValue(format) ?? RecordFile.FormatOf(file, hasFields);
            RequireValues(chosen, hasFields);
            await using Stream input = Open(context, file);
            IRecordSource records = RecordFile.Open(input, file, chosen, parsed.GetValue(strings));
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            var run = new ProduceRun(
                context, topics, parsed.GetRequiredValue(name),
                new RecordFields(keyField, timeField, chosen != RecordFile.Records),
                file == "-" ? "standard input" : file, parsed.GetValue(skip));
            ProduceResult result = await run.RunAsync(records, parsed.Tokens, cancellationToken);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Text
                ? $"Acknowledged {result.Acknowledged:N0} {(result.Acknowledged == 1 ? "record" : "records")} in " +
                    $"{result.Topic}."
                : JsonSerializer.Serialize(result, WorkerJson.Readable.ProduceResult));
            return ExitCodes.Done;
        });
        return command;
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
