using System.CommandLine;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topic delete</c>.</summary>
internal static class TopicDeleteCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "delete", "Delete a topic with all its records; nobody can take it back.",
            "kappa topic delete orders", "kappa topic delete orders --yes --dir data");
        var name = new Argument<string>("NAME") { Description = "Name of the topic." };
        var force = new Option<bool>("--force")
        {
            Description = "Delete it though a version reads or writes it. What Kappa itself needs stays.",
        };
        var confirmation = new Confirmation();
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Options.Add(force);
        confirmation.AddTo(command);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            confirmation.Require(context, parsed, "this deletes a topic with all its records");
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            if (!confirmation.IsGiven(parsed) && !await AskAsync(
                context, await topics.DescribeAsync(parsed.GetRequiredValue(name), cancellationToken),
                parsed.GetValue(force), cancellationToken))
            {
                return ExitCodes.Usage;
            }

            TopicInfo deleted = await topics.DeleteAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(force), cancellationToken);
            await context.Out.WriteLineAsync(parsed.GetValue(output) == OutputOption.Text
                ? $"Deleted topic {deleted.Name}: {TopicText.Partitions(deleted)}, {TopicText.Size(deleted)}."
                : JsonSerializer.Serialize(deleted, WorkerJson.Readable.TopicInfo));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Refuses first, and asks then: a question that is followed by a refusal helps nobody.</summary>
    private static Task<bool> AskAsync(
        CliContext context, TopicInfo topic, bool force, CancellationToken cancellationToken)
    {
        if (topic.IsNeeded)
        {
            throw TopicErrors.OwnTopicInUse(topic.Name, topic.UsedBy is [var need, ..] ? need : "Kappa needs it");
        }

        if (!force)
        {
            TopicService.RequireUnused(topic.Name, topic.UsedBy);
        }

        string users = topic.UsedBy is { Count: > 0 } all
            ? $" What needs it stops with an error: {string.Join(", ", all)}." : "";
        return Confirmation.AskAsync(
            context,
            $"This deletes topic {topic.Name} with {TopicText.Partitions(topic)} and {TopicText.Size(topic)}; its " +
            $"records are gone then.{users}",
            cancellationToken);
    }
}
