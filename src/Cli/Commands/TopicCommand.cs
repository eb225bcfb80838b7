using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topic</c>: records in and out.</summary>
internal static class TopicCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "topic", "List, create, write and read topics: through the worker that owns the directory, or on its " +
                "files.",
            "kappa topic ls --dir kappa-demo",
            "kappa topic create orders --partitions 4",
            "kappa topic produce orders --key customer orders.ndjson",
            "kappa topic consume orders --limit 10");
        command.Subcommands.Add(TopicLsCommand.Create(context));
        command.Subcommands.Add(TopicCreateCommand.Create(context));
        command.Subcommands.Add(TopicProduceCommand.Create(context));
        command.Subcommands.Add(TopicConsumeCommand.Create(context));
        return command;
    }
}
