using System.CommandLine;
using Kappa.Kafka;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa run</c>: a worker.</summary>
internal sealed class RunCommand
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A worker that follows another one in this process waits for it to end, whose calls to a broker that hangs do so
    /// by their time-outs.
    /// </summary>
    private static readonly TimeSpan RestartTimeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _project = new("PROJECT|DLL")
    {
        Description = "Folder of a topology's project, which is built when need be, or the .dll.",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration file. The default is KAPPA_CONFIG, or kappa.yaml here where there is one.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _directory = new("--dir")
    {
        Description = "Data directory; it is made when it is missing. The default is that of the configuration.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _http = new("--http")
    {
        Description = "Where to listen, host:port or :port; port 0 takes a free one. The default is KAPPA_HTTP, " +
            "or 127.0.0.1:8088.",
        HelpName = "ADDRESS",
    };

    private readonly KafkaOptions _kafka = new();

    private readonly Option<int?> _version = new("--version")
    {
        Description = "Version to make live at the first start. The default is the highest.",
        HelpName = "N",
    };

    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Processing threads, 1 to 1024. The default is one for each core.",
        HelpName = "N",
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Allow an address that other machines can reach, in clear text.",
    };

    private readonly Option<bool> _takeOver = new("--take-over")
    {
        Description = "On a cluster: run the topologies though another worker does, which then stops. Without it " +
            "this one waits until that one is gone.",
    };

    private readonly LogOptions _log = new();
    private readonly CliContext _context;

    private RunCommand(CliContext context)
    {
        _context = context;
        _threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 1024)
            {
                result.AddError("--threads must be 1 to 1024.");
            }
        });
    }

    public static Command Create(CliContext context)
    {
        var run = new RunCommand(context);
        var command = new CliCommand(
            "run", "Run a worker here: it processes a topology and answers queries, until Ctrl-C or SIGTERM.",
            "kappa run topologies/FlightDelays --dir kappa-demo",
            "kappa run MyTopology.dll --dir /var/lib/kappa --http 127.0.0.1:9000",
            "kappa run MyTopology.dll --config kappa.yaml",
            "kappa run topologies/FlightDelays --dir kappa-state --bootstrap localhost:9092");
        command.Arguments.Add(run._project);
        command.Options.Add(run._config);
        command.Options.Add(run._directory);
        command.Options.Add(run._http);
        run._kafka.AddTo(command);
        command.Options.Add(run._version);
        command.Options.Add(run._threads);
        command.Options.Add(run._insecure);
        command.Options.Add(run._takeOver);
        run._log.AddTo(command);
        command.SetAction(run.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(_context, parsed.GetValue(_config));
        using LineLogger log = _log.Open(_context, parsed, configuration);
        string directory = parsed.GetValue(_directory) ?? configuration.Text(SettingList.Directory) ??
            throw CliErrors.NoDirectory();
        string? address = parsed.GetValue(_http) ?? configuration.Text(SettingList.Listen);
        ListenAddress listen = string.IsNullOrEmpty(address) ? ListenAddress.Default : ListenAddress.Parse(address);
        string file = await TopologyProject.ResolveAsync(
            parsed.GetRequiredValue(_project), NoticeLog.To(log), cancellationToken);
        var settings = new WorkerSettings
        {
            Directory = directory,
            Cluster = _kafka.Get(parsed, configuration.Kafka()) is { } kafka ? new KafkaCluster(kafka) : null,
            AssemblyFile = file,
            Version = parsed.GetValue(_version),
            TakesOver = parsed.GetValue(_takeOver) || configuration.IsTrue(SettingList.TakeOver),
            By = Environment.UserName,
            Step = CrashPoint.Of(_context),
            Limits = CrashPoint.LimitsOf(_context),
            State = CrashPoint.StateOf(_context),
            Http = listen,
            Insecure = parsed.GetValue(_insecure) || configuration.IsTrue(SettingList.Insecure),
            Threads = parsed.GetValue(_threads) ?? configuration.Number(SettingList.Threads) ??
                Environment.ProcessorCount,
            Time = _context.Time,
            Logger = log,
        };
        return await RunAsync(_context, settings, NoticeLog.To(log), cancellationToken);
    }

    /// <summary>
    /// Runs a worker; one that a Kafka cluster has left without an answer is followed by another, which goes on from
    /// what was committed (protocols.md 15).
    /// </summary>
    private static async Task<int> RunAsync(
        CliContext context, WorkerSettings settings, Action<string> tell, CancellationToken cancellationToken)
    {
        TimeSpan wait = FirstWait;
        WorkerSettings? successor = null;
        while (true)
        {
            try
            {
                await RunOneAsync(
                    context, successor ?? settings,
                    worker => (successor, wait) = (worker.Successor, FirstWait), cancellationToken);
                tell("Stopped.");
                return ExitCodes.Done;
            }
            catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable)
            {
                tell($"{error.Message} The worker starts again in {wait.TotalSeconds:0.#} s. [{error.Code}]");
            }

            if (!await WaitAsync(context, wait, cancellationToken))
            {
                tell("Stopped.");
                return ExitCodes.Done;
            }

            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
        }
    }

    private static async Task<bool> WaitAsync(CliContext context, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, context.Time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task RunOneAsync(
        CliContext context, WorkerSettings settings, Action<WorkerHost> started,
        CancellationToken cancellationToken)
    {
        using ServiceNotifier service = ServiceNotifier.Open(context);
        WorkerHost worker = await WorkerHost.StartAsync(settings, cancellationToken);
        Exception? failure = null;
        try
        {
            started(worker);
            string running = Describe(worker, settings);
            service.Ready(running);
            await context.Out.WriteLineAsync(running);
            await context.Out.FlushAsync(CancellationToken.None);
            await worker.RunAsync(cancellationToken);
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            service.Stopping();
            await StopAsync(context, worker, failure, cancellationToken);
        }
    }

    /// <summary>What runs, and where; what does not run was told before, each topology with its reason.</summary>
    private static string Describe(WorkerHost worker, WorkerSettings settings)
    {
        string names = string.Join(
            ", ", worker.LiveVersions.Select(version => $"{version.Topology} v{version.Version}"));
        string log = settings.Cluster is { } cluster ? $" and the cluster {cluster.Servers}" : "";
        string failed = worker.FailedTopologies is { Count: > 0 } failures
            ? $" {string.Join(", ", failures)} {(failures.Count == 1 ? "does" : "do")} not run, as told above." : "";
        string waiting = worker.StandbyTopologies is { Count: > 0 } others
            ? $" {string.Join(", ", others)} {(others.Count == 1 ? "stands" : "stand")} by." : "";
        return $"{(names.Length == 0 ? "The worker" : names)} runs at http://{worker.Address} on " +
            $"{settings.Directory}{log}.{waiting}{failed} Ctrl-C stops it.";
    }

    /// <summary>
    /// Stops the worker, or the process where that takes too long. After a failure the failure is what counts.
    /// </summary>
    private static async Task StopAsync(
        CliContext context, WorkerHost worker, Exception? failure, CancellationToken cancellationToken)
    {
        Task stopping = worker.DisposeAsync().AsTask();
        if (failure is KappaException { ExitCode: ExitCodes.Unreachable })
        {
            await stopping.WaitAsync(RestartTimeout, context.Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var limit = new CancellationTokenSource();
        if (await Task.WhenAny(stopping, Task.Delay(StopTimeout, context.Time, limit.Token)) == stopping)
        {
            await limit.CancelAsync();
            await stopping.ConfigureAwait(
                failure is null ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        KappaException shown = failure as KappaException ?? CliErrors.StopTooSlow(StopTimeout);
        ErrorPrinter.Print(context, shown, verbose: false);
        Environment.Exit(failure is null ? context.Signals.ExitCode : shown.ExitCode);
    }
}
