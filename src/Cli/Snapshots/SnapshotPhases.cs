using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>Says how far a snapshot is before and behind the reading of its dump, which tells of itself.</summary>
/// <remarks>A bar for each phase, with its own rate and remaining time: rows of one say nothing of another.</remarks>
internal sealed class SnapshotPhases(CliContext context, string topic) : IDisposable
{
    /// <summary>What is over by then needs no bar.</summary>
    private static readonly TimeSpan ShownAfter = TimeSpan.FromMilliseconds(200);

    private SnapshotPhase _phase = SnapshotPhase.Reading;
    private long _began;
    private long _shown;
    private Bar? _bar;

    /// <summary>Takes how far it is.</summary>
    public void Report(SnapshotStep step)
    {
        if (step.Phase != _phase || step.Done < _shown)
        {
            End();
            (_phase, _shown, _began) = (step.Phase, 0, context.Time.GetTimestamp());
        }

        bool isQuick = step.All > 0 && context.Time.GetElapsedTime(_began) < ShownAfter;
        if (_phase != SnapshotPhase.Reading && (_bar is not null || !isQuick))
        {
            _bar ??= new Bar(context, topic, _phase, _began);
            _bar.Report(step, step.Done - _shown);
            _shown = step.Done;
        }
    }

    public void Dispose() => End();

    private void End()
    {
        _bar?.Dispose();
        _bar = null;
    }

    private static (string Title, string Name) NamesOf(SnapshotPhase phase, string topic) => phase switch
    {
        SnapshotPhase.CatchingUp => ($"Reading the change log of {topic}", "catching-up"),
        SnapshotPhase.Comparing => ($"Comparing with {topic}", "comparing"),
        SnapshotPhase.Writing => ($"Writing to {topic}", "writing"),
        SnapshotPhase.TakingIn => ("Taking the changes into the image", "taking-in"),
        _ => ("Putting the image into order", "settling"),
    };

    /// <summary>A bar of work that is done elsewhere: it stands until it is disposed of.</summary>
    private sealed class Bar : IDisposable
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _showing;
        private readonly SnapshotProgress _progress;

        public Bar(CliContext context, string topic, SnapshotPhase phase, long began)
        {
            var begun = new TaskCompletionSource<SnapshotProgress>();
            (string title, string name) = NamesOf(phase, topic);
            _showing = SnapshotProgress.ShowAsync(
                context, topic, title,
                async progress =>
                {
                    begun.SetResult(progress);
                    await _end.Task;
                },
                name, began);
            Task.WaitAny(begun.Task, _showing);
            _progress = begun.Task.Result;
        }

        public void Report(SnapshotStep step, long more)
        {
            _progress.Share = () => step.All > 0 ? Math.Min(1, (double)step.Done / step.All) : null;
            _progress.ReportAsync(more).AsTask().GetAwaiter().GetResult();
        }

        public void Dispose()
        {
            _end.SetResult();
            _showing.GetAwaiter().GetResult();
        }
    }
}
