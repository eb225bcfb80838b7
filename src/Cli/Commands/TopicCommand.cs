using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topic</c>: records in and out.</summary>
internal static class TopicCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "topic", "List, create, describe, delete, write and read topics: through the worker that owns the " +
                "directory, on its files, or on a Kafka cluster.",
            "kappa topic ls --dir kappa-demo",
            "kappa topic create orders --partitions 4",
            "kappa topic produce orders --key customer orders.ndjson",
            "kappa topic consume orders --limit 10",
            "kappa topic describe orders");
        command.Subcommands.Add(TopicLsCommand.Create(context));
        command.Subcommands.Add(TopicCreateCommand.Create(context));
        command.Subcommands.Add(TopicDescribeCommand.Create(context));
        command.Subcommands.Add(TopicDeleteCommand.Create(context));
        command.Subcommands.Add(TopicProduceCommand.Create(context));
        command.Subcommands.Add(TopicConsumeCommand.Create(context));
        return command;
    }
}
