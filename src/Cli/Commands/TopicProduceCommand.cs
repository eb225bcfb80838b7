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
            "produce", "Write JSON lines or CSV to a topic, and say how many records are on stable storage.",
            "kappa topic produce orders --key customer orders.ndjson",
            "kappa topic produce flights flights.csv --key origin --timestamp date",
            """echo '{"key":"c-1","value":{"sum":12}}' | kappa topic produce orders""");
        var name = new Argument<string>("NAME") { Description = "Name of the topic." };
        var file = new Argument<string>("FILE")
        {
            Description = "A file of JSON lines, or .csv; - is standard input, the default.",
            DefaultValueFactory = _ => "-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key")
        {
            Description = "A line or row is the value, and this field of it the key. Without, a line is an envelope: " +
                """{"key":...,"value":...,"timestamp":...,"headers":...}.""",
            HelpName = "FIELD",
        };
        var timestamp = new Option<string?>("--timestamp")
        {
            Description = "The field of the value that is its time: milliseconds since 1970, or ISO 8601.",
            HelpName = "FIELD",
        };
        Option<string?> format = new Option<string?>("--format")
        {
            Description = "csv (the default for .csv), json (a line is a value), or records (a line is an envelope).",
            HelpName = "records|json|csv",
        }.AcceptOnlyFromAmong(RecordFile.Records, RecordFile.Json, RecordFile.Csv);
        var strings = new Option<bool>("--strings")
        {
            Description = "Of CSV: keep all fields as text, where those that are numbers would become so.",
        };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Arguments.Add(file);
        command.Options.Add(key);
        command.Options.Add(timestamp);
        command.Options.Add(format);
        command.Options.Add(strings);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Stream input = Open(context, parsed.GetValue(file)!);
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            var fields = new RecordFields(parsed.GetValue(key), parsed.GetValue(timestamp));
            string topic = parsed.GetRequiredValue(name);
            string chosen = parsed.GetValue(format) ?? RecordFile.FormatOf(parsed.GetValue(file)!, fields);
            RequireFields(chosen, fields);
            ProduceResult result = await topics.ProduceAsync(
                topic, fields,
                sink => RecordFile.ReadAsync(
                    input, chosen, parsed.GetValue(strings), new ProduceProgress(sink, context, topic, input),
                    cancellationToken),
                cancellationToken);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Text
                ? $"Acknowledged {result.Acknowledged:N0} {(result.Acknowledged == 1 ? "record" : "records")} in " +
                    $"{result.Topic}."
                : JsonSerializer.Serialize(result, WorkerJson.Default.ProduceResult));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>A value without any field would be taken for an envelope, and an envelope has its own fields.</summary>
    private static void RequireFields(string format, RecordFields fields)
    {
        if (format == RecordFile.Records && fields != RecordFields.None)
        {
            throw HttpErrors.BadParameter(
                "--format", format, $"{RecordFile.Json} or {RecordFile.Csv} where --key or --timestamp names a field");
        }

        if (format != RecordFile.Records && fields == RecordFields.None)
        {
            throw HttpErrors.BadParameter(
                "--format", format, $"{RecordFile.Records}, unless --key or --timestamp names a field of the value");
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
