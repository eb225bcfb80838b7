using System.CommandLine;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// Decides how to reach topics: the files may be touched only by the process that owns the directory.
/// </summary>
internal static class TopicAccess
{
    public static ITopicAccess Open(CliContext context, ParseResult parsed, ServerOptions options, bool mayCreate)
    {
        if (parsed.GetValue(options.Directory) is not { } directory)
        {
            return new WorkerTopics(WorkerFinder.ByAddress(context, parsed.GetValue(options.Server)));
        }

        if (Directory.Exists(directory) && DirectoryOwner.Find(directory) is { Address.Length: > 0 } owner)
        {
            return new WorkerTopics(new WorkerClient(ListenAddress.Parse(owner.Address), owner.Token));
        }

        return Directory.Exists(new DataDirectory(directory).Log) || mayCreate
            ? DirectTopics.Open(directory, context.Time) : throw CliErrors.NoDataDirectory(directory);
    }
}
