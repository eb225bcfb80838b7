using System.CommandLine;

namespace Kappa.Cli;

/// <summary>Reaches the groups of a log.</summary>
internal static class GroupAccess
{
    public static IGroupAccess Open(CliContext context, ParseResult parsed, LogSource source) =>
        source.Open<IGroupAccess>(
            context, parsed, mayCreate: false, worker => new WorkerGroups(worker), log => new DirectGroups(log));
}
