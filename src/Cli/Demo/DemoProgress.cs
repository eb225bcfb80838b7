using Spectre.Console;

namespace Kappa.Cli;

/// <summary>Progress bars on a terminal, and nothing elsewhere.</summary>
internal static class DemoProgress
{
    /// <summary>Does work that reports how far it is.</summary>
    /// <param name="context">Where to draw.</param>
    /// <param name="title">What it does.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">The work; it calls its argument with how much is done.</param>
    public static void Run(CliContext context, string title, long total, Action<Action<long>> work)
    {
        if (!context.ErrorIsTerminal)
        {
            work(_ => { });
            return;
        }

        TextTable.Open(context.Error, isTerminal: true, context.ErrorHasColor).Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask(title, maxValue: total);
                work(done => task.Value = done);
                task.Value = total;
            });
    }

    /// <inheritdoc cref="Run"/>
    public static Task RunAsync(CliContext context, string title, long total, Func<Action<long>, Task> work)
    {
        if (!context.ErrorIsTerminal)
        {
            return work(_ => { });
        }

        return TextTable.Open(context.Error, isTerminal: true, context.ErrorHasColor).Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                ProgressTask task = progress.AddTask(title, maxValue: total);
                await work(done => task.Value = done);
                task.Value = total;
            });
    }
}
