using System.CommandLine;

namespace Kappa.Cli;

/// <summary>All commands. A new one is a file in Commands and a line here.</summary>
internal static class CommandList
{
    public static IReadOnlyList<Func<CliContext, Command>> All { get; } =
    [
        DemoCommand.Create,
        RunCommand.Create,
        NewCommand.Create,
        DevCommand.Create,
        StatusCommand.Create,
        DoctorCommand.Create,
        ConfigCommand.Create,
        StoreCommand.Create,
        TopicCommand.Create,
        GroupCommand.Create,
        LogCommand.Create,
        SnapshotCommand.Create,
        TopologyCommand.Create,
        ReplayCommand.Create,
        VersionCommand.Create,
        DeployCommand.Create,
        SkipCommand.Create,
        DlqCommand.Create,
        BenchCommand.Create,
        ExplainCommand.Create,
        CompletionCommand.Create,
    ];
}
