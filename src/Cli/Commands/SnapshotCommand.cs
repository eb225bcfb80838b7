using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa snapshot</c>: full dumps of tables as change logs.</summary>
internal static class SnapshotCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "snapshot", "Turn full dumps of a table into their inserts, updates and deletes.",
            "kappa snapshot apply airports airports.csv --key iata --dir kappa-demo",
            "kappa snapshot apply airports tonight.parquet --key iata --id 2026-11-30 --dry-run --dir kappa-demo",
            "kappa snapshot show airports --as-of 2026-11-29 -o csv --dir kappa-demo");
        command.Subcommands.Add(SnapshotApplyCommand.Create(context));
        command.Subcommands.Add(SnapshotShowCommand.Create(context));
        command.Subcommands.Add(SnapshotDiffCommand.Create(context));
        command.Subcommands.Add(SnapshotHistoryCommand.Create(context));
        return command;
    }
}
