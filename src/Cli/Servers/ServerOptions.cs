using System.CommandLine;

namespace Kappa.Cli;

/// <summary>The options that name a worker or a data directory.</summary>
internal sealed class ServerOptions
{
    public Option<string?> Directory { get; } = new("--dir")
    {
        Description = "Data directory; its worker is found by its owner file.",
        HelpName = "DIR",
    };

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "Address of the worker. The default is KAPPA_SERVER, or 127.0.0.1:8088.",
        HelpName = "HOST:PORT",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Directory);
        command.Options.Add(Server);
    }
}
