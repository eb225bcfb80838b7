using System.CommandLine;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topic create</c>.</summary>
internal static class TopicCreateCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "create", "Create a topic.",
            "kappa topic create orders --partitions 4",
            "kappa topic create customers --partitions 4 --cleanup compact --dir data",
            "kappa topic create clicks --partitions 8 --retention 30d --retention-bytes 50GB --compression zstd");
        var name = new Argument<string>("NAME") { Description = "Letters, digits, dot, dash and underscore." };
        var settings = new TopicSettingsOptions();
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        settings.AddTo(command);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: true);
            TopicInfo created = await topics.CreateAsync(
                settings.Request(parsed, parsed.GetRequiredValue(name)), cancellationToken);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Text
                ? $"Created topic {created.Name} with {TopicText.Partitions(created)}."
                : JsonSerializer.Serialize(created, WorkerJson.Readable.TopicInfo));
            return ExitCodes.Done;
        });
        return command;
    }
}
