using System.Globalization;

namespace Kappa.Cli;

/// <summary>
/// Runs a project over its sample data, again whenever something is saved, and shows what became of the answers.
/// </summary>
/// <param name="context">Where to.</param>
/// <param name="resolve">Gives the assembly, built if need be.</param>
/// <param name="run">Runs it.</param>
internal sealed class DevLoop(
    CliContext context, Func<CancellationToken, Task<string>> resolve, DevRun run)
{
    private Dictionary<string, DevAnswers> _last = [];

    /// <summary>Shows the answers.</summary>
    /// <returns>Whether all are there; an error was shown otherwise.</returns>
    public async Task<bool> ShowAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var copy = new BuildCopy(await resolve(cancellationToken));
            bool isWhole = true;
            IReadOnlyList<DevAnswers> answers = await run.RunAsync(
                copy.Assembly,
                (topology, version, error) =>
                {
                    isWhole = false;
                    ProjectArgument.WriteFault(context, topology, version, error);
                },
                cancellationToken);
            foreach (DevAnswers answer in answers)
            {
                Write(answer);
            }

            _last = answers.ToDictionary(answer => answer.Topology);
            return isWhole;
        }
        catch (KappaException error)
        {
            ErrorPrinter.Print(context, error, verbose: false);
            return false;
        }
    }

    /// <summary>Shows them again after each save, until it is cancelled.</summary>
    public async Task FollowAsync(FolderWatch watch, CancellationToken cancellationToken)
    {
        while (true)
        {
            string file = await watch.NextAsync(cancellationToken);
            long began = context.Time.GetTimestamp();
            await context.Out.WriteLineAsync($"\nsaved {Path.GetFileName(file)}");
            await ShowAsync(cancellationToken);
            await context.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{context.Time.GetElapsedTime(began).TotalSeconds:0.0} s"));
            await context.Out.FlushAsync(cancellationToken);
        }
    }

    private void Write(DevAnswers answer)
    {
        if (_last.TryGetValue(answer.Topology, out DevAnswers? before))
        {
            DevText.WriteChanges(context.Out, before, answer);
        }
        else
        {
            DevText.WriteAll(context.Out, answer);
        }
    }
}
