namespace Kappa.Snapshots;

/// <summary>Counts what a snapshot is through with, and says so now and then. One thread.</summary>
/// <param name="tell">Is told; null for nobody.</param>
internal sealed class StepReport(Action<SnapshotStep>? tell)
{
    private const long TellEvery = 4_096;

    private SnapshotStep _step;

    /// <summary>Something else is being done from now on.</summary>
    /// <param name="phase">What.</param>
    /// <param name="all">How many rows or records it has; 0 where that is not known.</param>
    public void Begin(SnapshotPhase phase, long all)
    {
        _step = new SnapshotStep(phase, 0, all);
        tell?.Invoke(_step);
    }

    /// <summary>So many more are done.</summary>
    public void Advance(long count = 1)
    {
        long before = _step.Done / TellEvery;
        _step = _step with { Done = _step.Done + count };
        if (_step.Done / TellEvery != before || _step.Done == _step.All)
        {
            tell?.Invoke(_step);
        }
    }

    /// <summary>All is done, also where there was less than foreseen: not every offset has a record.</summary>
    public void End() => Advance(_step.All - _step.Done);
}
