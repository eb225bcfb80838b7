using System.CommandLine;

namespace Kappa.Cli;

/// <summary>What the commands that walk rows have in common: of which store, how many, in which direction.</summary>
/// <param name="ranges">Options that say which rows; each is a parameter of the request by its name.</param>
internal sealed class StoreWalk(params Option<string?>[] ranges)
{
    private const long ForPeople = 100; // A machine gets all with ndjson.

    private readonly Argument<string> _topology = new("TOPOLOGY") { Description = "Name of the topology." };
    private readonly Argument<string> _store = new("STORE") { Description = "Name of the store." };
    private readonly Option<bool> _backward = new("--backward")
    {
        Description = "From the last row to the first.",
    };

    private readonly Option<long?> _limit = new("--limit")
    {
        Description = $"Most rows. The default is {ForPeople}, and all with -o ndjson.",
        HelpName = "N",
    };

    private readonly Option<string> _output = OutputOption.Create();
    private readonly ServerOptions _server = new();

    /// <summary>Adds arguments and options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_topology);
        command.Arguments.Add(_store);
        foreach (Option option in (Option[])[.. ranges, _backward, _limit, _output])
        {
            command.Options.Add(option);
        }

        _server.AddTo(command);
    }

    /// <summary>Asks for the rows and prints them.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="parsed">What was typed.</param>
    /// <param name="rows">The rows, as a path behind that of the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<int> RunAsync(
        CliContext context, ParseResult parsed, string rows, CancellationToken cancellationToken)
    {
        string format = parsed.GetValue(_output)!;
        long? limit = parsed.GetValue(_limit) ?? (format == OutputOption.Ndjson ? null : ForPeople);
        string path = $"{StoreCommand.PathOf(parsed.GetRequiredValue(_topology))}/" +
            $"{AddressPart.Of(parsed.GetRequiredValue(_store))}/{rows}" +
            $"?backward={(parsed.GetValue(_backward) ? "true" : "false")}&limit={limit}" +
            string.Concat(ranges.Select(range =>
                $"&{range.Name.TrimStart('-')}={Uri.EscapeDataString(parsed.GetValue(range) ?? "")}"));
        using WorkerClient worker = WorkerFinder.Find(context, parsed, _server);
        return await StoreRows.PrintAsync(context, worker.StreamAsync(path, cancellationToken), format);
    }
}
