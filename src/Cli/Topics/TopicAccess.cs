using System.CommandLine;

namespace Kappa.Cli;

/// <summary>Reaches the topics of a log.</summary>
internal static class TopicAccess
{
    public static ITopicAccess Open(CliContext context, ParseResult parsed, LogSource source, bool mayCreate) =>
        source.Open<ITopicAccess>(
            context, parsed, mayCreate, worker => new WorkerTopics(worker),
            log => new DirectTopics(log, context.Time));
}
