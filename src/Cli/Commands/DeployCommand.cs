using System.CommandLine;
using Kappa.Kafka;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa deploy</c>: new versions for a worker, or for the next one.</summary>
internal static class DeployCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "deploy",
            "Build a topology's project and give its versions to the worker that runs, or to its directory " +
            "where none does.",
            "kappa deploy topologies/FlightDelays",
            "kappa deploy topologies/FlightDelays --dir kappa-demo",
            "kappa deploy topologies/FlightDelays --dir kappa-state --bootstrap localhost:9092");
        var project = new Argument<string>("PROJECT|DLL")
        {
            Description = "Folder of a topology's project, which is built when need be, or the .dll.",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        var server = new ServerOptions();
        var kafka = new KafkaOptions();
        command.Arguments.Add(project);
        command.Options.Add(output);
        server.AddTo(command);
        kafka.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(project);
            string answer = FreeDirectory(parsed.GetValue(server.Directory), kafka.Get(parsed)) is { } directory
                ? await DeployDirectlyAsync(context, directory, kafka.Get(parsed), path, cancellationToken)
                : await DeployAsync(context, parsed, server, path, cancellationToken);
            if (parsed.GetValue(output) == OutputOption.Json)
            {
                await context.Out.WriteLineAsync(answer);
            }
            else
            {
                DeploymentText.Write(context, answer, ServerText.Of(parsed, server));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>
    /// The data directory where no worker owns it and its log can be reached: then this process does it. Null where a
    /// worker has to.
    /// </summary>
    private static string? FreeDirectory(string? directory, KafkaLogOptions? kafka)
    {
        if (directory is null)
        {
            return kafka is null ? null : throw CliErrors.DirectoryMissing();
        }

        bool isOwned = Directory.Exists(directory) && DirectoryOwner.Find(directory) is not null;
        return !isOwned && (kafka is not null || Directory.Exists(new DataDirectory(directory).Log)) ? directory : null;
    }

    private static async Task<string> DeployAsync(
        CliContext context, ParseResult parsed, ServerOptions server, string project,
        CancellationToken cancellationToken)
    {
        using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
        var deployment = new Deployment(context, worker, parsed.GetValue(server.Directory));
        return await deployment.RunAsync(project, cancellationToken);
    }

    private static async Task<string> DeployDirectlyAsync(
        CliContext context, string directory, KafkaLogOptions? kafka, string project,
        CancellationToken cancellationToken)
    {
        string file = await TopologyProject.ResolveAsync(project, context.Error.WriteLine, cancellationToken);
        using DirectLog log = kafka is null
            ? DirectLog.Open(directory, context) : DirectLog.Connect(kafka, context, directory);
        IReadOnlyList<DeployedVersion> deployed =
            new DirectDeployment(new DataDirectory(directory), context.Error.WriteLine).Run(
                log.Log, file, Environment.UserName, context.Time, CrashPoint.Of(context));
        await context.Error.WriteLineAsync($"No worker runs on {directory}: the next `kappa run` takes this up.");
        return DeploymentJson.ToText(deployed);
    }
}
