using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa deploy</c>: new versions for a worker that runs.</summary>
internal static class DeployCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "deploy",
            "Build a topology's project and give its versions to the worker that runs; nothing is restarted.",
            "kappa deploy topologies/FlightDelays",
            "kappa deploy topologies/FlightDelays --dir kappa-demo");
        var project = new Argument<string>("PROJECT|DLL")
        {
            Description = "Folder of a topology's project, which is built when need be, or the .dll.",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        var server = new ServerOptions();
        command.Arguments.Add(project);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
            var deployment = new Deployment(context, worker, parsed.GetValue(server.Directory));
            string answer = await deployment.RunAsync(parsed.GetRequiredValue(project), cancellationToken);
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
}
