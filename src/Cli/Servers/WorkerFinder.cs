using System.CommandLine;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Finds the worker to talk to: by its data directory, by its address, or where one is by default.</summary>
internal static class WorkerFinder
{
    public static WorkerClient Find(CliContext context, ParseResult parsed, ServerOptions options)
    {
        if (parsed.GetValue(options.Directory) is { } directory)
        {
            OwnerInfo? owner = System.IO.Directory.Exists(directory)
                ? DirectoryOwner.Find(directory) : throw CliErrors.NoDataDirectory(directory);
            return owner is { Address.Length: > 0 }
                ? new WorkerClient(ListenAddress.Parse(owner.Address), owner.Token)
                : throw CliErrors.NoWorkerOn(directory, owner?.ProcessId ?? 0);
        }

        return ByAddress(context, parsed.GetValue(options.Server));
    }

    /// <summary>The token is never an argument: others could read it there.</summary>
    public static WorkerClient ByAddress(CliContext context, string? server)
    {
        server ??= context.Environment("KAPPA_SERVER");
        ListenAddress address = string.IsNullOrEmpty(server) ? ListenAddress.Default : ListenAddress.Parse(server);
        string? token = context.Environment("KAPPA_TOKEN");
        return new WorkerClient(address, string.IsNullOrEmpty(token) ? TokenFile.Read(address) : token);
    }
}
