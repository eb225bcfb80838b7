using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Says how far a worker is with a snapshot that it has the rows of; the reading tells of itself.</summary>
/// <param name="worker">The worker.</param>
/// <param name="context">The clock, and where to write.</param>
/// <param name="topic">The topic.</param>
/// <param name="path">Where the worker says how far it is.</param>
internal sealed class WorkerPhases(WorkerClient worker, CliContext context, string topic, string path)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks now and then, until the worker has answered.</summary>
    /// <param name="sent">Ends when all rows are sent: two bars do not stand beside each other.</param>
    /// <param name="answer">The worker's answer; whatever it is, it is the caller's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(Task sent, Task answer, CancellationToken cancellationToken)
    {
        using var phases = new SnapshotPhases(context, topic);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(sent, answer);
        while (!answer.IsCompleted && !over.IsCancellationRequested)
        {
            Task<SnapshotStep?> asked = StepAsync(over.Token);
            await Task.WhenAny(asked, answer);
            if (asked.IsCompleted && await asked is { Phase: not SnapshotPhase.Reading } step)
            {
                phases.Report(step);
            }

            await Task.WhenAny(answer, Task.Delay(Interval, context.Time, over.Token));
        }

        await over.CancelAsync(); // Nobody waits for what may not be answered any more.
    }

    /// <summary>How far it is; null where it does not say so: what it answers to the snapshot is what counts.</summary>
    private async Task<SnapshotStep?> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            string text = await worker.GetAsync(path, cancellationToken);
            return JsonSerializer.Deserialize(text, WorkerJson.Readable.SnapshotProgressAnswer)?.Running;
        }
        catch (Exception error) when (error is KappaException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }
}
