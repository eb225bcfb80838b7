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
            "kappa topic create customers --partitions 4 --compact --dir data");
        var name = new Argument<string>("NAME") { Description = "Letters, digits, dot, dash and underscore." };
        var partitions = new Option<int>("--partitions")
        {
            Description = "Number of partitions; it cannot be changed later.",
            Required = true,
            HelpName = "N",
        };
        var compact = new Option<bool>("--compact") { Description = "Keep only the last record of each key." };
        Option<string> output = OutputOption.Create();
        var server = new ServerOptions();
        command.Arguments.Add(name);
        command.Options.Add(partitions);
        command.Options.Add(compact);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, server, mayCreate: true);
            TopicInfo created = await topics.CreateAsync(
                new CreateTopicRequest(
                    parsed.GetRequiredValue(name), parsed.GetValue(partitions),
                    parsed.GetValue(compact) ? "compact" : "keep"),
                cancellationToken);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Text
                ? $"Created topic {created.Name} with {created.Partitions} partitions."
                : JsonSerializer.Serialize(created, WorkerJson.Default.TopicInfo));
            return ExitCodes.Done;
        });
        return command;
    }
}
