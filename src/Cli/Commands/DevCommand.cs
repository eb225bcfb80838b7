using System.CommandLine;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa dev</c>: what a topology answers, while it is written.</summary>
internal static class DevCommand
{
    private const string DefaultData = "input";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "dev",
            "Run a project's topologies over its sample data, in memory, and show the rows of their stores; after " +
            "each save build it, replay all from zero, and show what changed. Ctrl-C ends it.",
            "kappa dev Shop", "kappa dev Shop --data samples", "kappa dev Shop --once");
        var project = new Argument<string>("PROJECT|DLL")
        {
            Description = "Folder of a topology's project, which is built when need be, or the .dll.",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Folder with a file TOPIC.ndjson for each source, a record a line as `kappa topic produce` " +
                "takes it. The default is the folder input of the project, or beside it.",
            HelpName = "DIR",
        };
        var once = new Option<bool>("--once") { Description = "Show the answers once, and wait for no save." };
        command.Arguments.Add(project);
        command.Options.Add(data);
        command.Options.Add(once);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(project);
            string samples = parsed.GetValue(data) ?? FindData(path);
            var loop = new DevLoop(
                context, token => TopologyProject.ResolveAsync(path, context.Error.WriteLine, token),
                new DevRun(samples, new StandingClock(context.Time.GetUtcNow())));
            using var watch = new FolderWatch([FolderOf(path), samples], context.Time);
            bool isShown = await loop.ShowAsync(cancellationToken);
            if (parsed.GetValue(once))
            {
                return isShown ? ExitCodes.Done : ExitCodes.Failed;
            }

            await context.Error.WriteLineAsync($"Waiting for a save in {FolderOf(path)} or {samples} ...");
            await context.Out.FlushAsync(cancellationToken);
            await loop.FollowAsync(watch, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string FolderOf(string path) =>
        Directory.Exists(path) ? Path.GetFullPath(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static string FindData(string path)
    {
        string own = Path.Combine(FolderOf(path), DefaultData);
        return Directory.Exists(own) ? own
            : Path.Combine(Path.GetDirectoryName(FolderOf(path).TrimEnd(Path.DirectorySeparatorChar))!, DefaultData);
    }

    /// <summary>Records without a time are of one moment, so that two runs differ by the code alone.</summary>
    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
