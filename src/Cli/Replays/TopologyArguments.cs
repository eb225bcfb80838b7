using System.CommandLine;

namespace Kappa.Cli;

/// <summary>
/// What all commands about versions take: a topology, how to write the answer, and where the worker is.
/// </summary>
internal sealed class TopologyArguments(params string[] formats)
{
    private readonly Argument<string> _topology = new("TOPOLOGY") { Description = "Name of the topology." };

    private readonly Option<string> _output = OutputOption.Create(
        OutputOption.Text, formats.Length > 0 ? formats : [OutputOption.Text, OutputOption.Json]);

    private readonly ServerOptions _server = new();

    /// <summary>Adds the topology before what else the command takes.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _topology);
        command.Options.Add(_output);
        _server.AddTo(command);
    }

    /// <summary>Finds the worker.</summary>
    public TopologySession Open(CliContext context, ParseResult parsed) => new(
        context, WorkerFinder.Find(context, parsed, _server), parsed.GetRequiredValue(_topology),
        parsed.GetValue(_output)!, ServerText.Of(parsed, _server));
}
