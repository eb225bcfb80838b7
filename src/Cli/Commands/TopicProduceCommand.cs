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
            "produce", "Write JSON lines to a topic, and say how many records are on stable storage.",
            "kappa topic produce orders --key customer orders.ndjson",
            """echo '{"key":"c-1","value":{"sum":12}}' | kappa topic produce orders""");
        var name = new Argument<string>("NAME") { Description = "Name of the topic." };
        var file = new Argument<string>("FILE")
        {
            Description = "A file of JSON lines; - is standard input, the default.",
            DefaultValueFactory = _ => "-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key")
        {
            Description = "A line is the value, and this field of it the key. Without, a line is an envelope: " +
                """{"key":...,"value":...,"timestamp":...,"headers":...}.""",
            HelpName = "FIELD",
        };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Arguments.Add(file);
        command.Options.Add(key);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Stream input = Open(context, parsed.GetValue(file)!);
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            ProduceResult result = await topics.ProduceAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(key), input, cancellationToken);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Text
                ? $"Acknowledged {result.Acknowledged:N0} {(result.Acknowledged == 1 ? "record" : "records")} in " +
                    $"{result.Topic}."
                : JsonSerializer.Serialize(result, WorkerJson.Default.ProduceResult));
            return ExitCodes.Done;
        });
        return command;
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
