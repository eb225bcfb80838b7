using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa status</c>: whether all is well with a worker, and what is not.</summary>
internal sealed class StatusCommand
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Argument<string?> _topology = new("TOPOLOGY")
    {
        Description = "Only this topology.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Look again every two seconds, until Ctrl-C; the exit code is that of the last look.",
    };

    private readonly Option<long?> _mostLag = new("--max-lag")
    {
        Description = "Most records that a live version may be behind. The default is any number.",
        HelpName = "N",
    };

    private readonly Option<string> _output = OutputOption.Create(
        OutputOption.Text, OutputOption.Text, OutputOption.Json);

    private readonly ServerOptions _server = new();
    private readonly CliContext _context;

    private StatusCommand(CliContext context)
    {
        _context = context;
        _mostLag.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() is < 0)
            {
                result.AddError("--max-lag must be 0 or more.");
            }
        });
    }

    public static Command Create(CliContext context)
    {
        var status = new StatusCommand(context);
        var command = new CliCommand(
            "status", "Say whether all is well with a worker: exit 1 when something is wrong, and what it is.",
            "kappa status", "kappa status flight-delays --max-lag 1000 -o json", "kappa status --watch");
        command.Arguments.Add(status._topology);
        command.Options.Add(status._watch);
        command.Options.Add(status._mostLag);
        command.Options.Add(status._output);
        status._server.AddTo(command);
        command.SetAction(status.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using WorkerClient worker = WorkerFinder.Find(_context, parsed, _server);
        int code = await LookAsync(worker, parsed, cancellationToken);
        while (parsed.GetValue(_watch))
        {
            try
            {
                await Task.Delay(LookAgain, _context.Time, cancellationToken);
                code = await LookAsync(worker, parsed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        return code;
    }

    private async Task<int> LookAsync(WorkerClient worker, ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<TopologyHealth> topologies = await TopologyHealth.ReadAsync(
            worker, parsed.GetValue(_topology), cancellationToken);
        HealthProblem[] problems =
            [.. topologies.SelectMany(topology => topology.Problems(parsed.GetValue(_mostLag)))];
        if (parsed.GetValue(_output) == OutputOption.Json)
        {
            await _context.Out.WriteLineAsync(HealthJson.Of(topologies, problems));
        }
        else
        {
            HealthText.Write(_context, topologies, problems);
        }

        await _context.Out.FlushAsync(cancellationToken);
        return problems.Length == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
