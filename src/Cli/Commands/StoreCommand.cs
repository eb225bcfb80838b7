using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa store</c>: queries of state.</summary>
internal static class StoreCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "store", "Query the state stores of a running topology. Every answer says what it is true as of.",
            "kappa store ls",
            "kappa store get flight-delays delays-by-airport ATL",
            "kappa store scan flight-delays delays-by-airport --prefix A --limit 10");
        command.Subcommands.Add(StoreLsCommand.Create(context));
        command.Subcommands.Add(StoreGetCommand.Create(context));
        command.Subcommands.Add(StoreScanCommand.Create(context));
        command.Subcommands.Add(StoreWindowCommand.Create(context));
        return command;
    }

    /// <summary>The path of a topology's stores in the API.</summary>
    public static string PathOf(string topology) => $"/api/v1/topologies/{AddressPart.Of(topology)}/stores";
}
