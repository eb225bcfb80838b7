namespace Kappa;

public sealed partial class StreamBuilder
{
    private readonly FailureChoices _failures = new();

    /// <summary>Says what becomes of records that the topology's code fails on.</summary>
    /// <param name="action">What to do with each.</param>
    /// <returns>This builder.</returns>
    public StreamBuilder OnFailure(FailureAction action)
    {
        _draft.ThrowIfBuilt();
        _failures.Always(action);
        return this;
    }

    /// <summary>Decides, for each record that the topology's code fails on, what becomes of it.</summary>
    /// <param name="decide">
    /// Decides, on the thread of a task. Where it throws itself, the version stops. It is not asked about a record that
    /// a run of this version has decided on before.
    /// </param>
    /// <returns>This builder.</returns>
    public StreamBuilder OnFailure(Func<FailedRecord, FailureAction> decide)
    {
        _draft.ThrowIfBuilt();
        _failures.Decide(decide);
        return this;
    }

    /// <summary>
    /// Says what becomes of records that fail at one stage, before what is said of all, whichever was said first.
    /// </summary>
    /// <param name="stage">What could not be done with them; the last word on a stage counts.</param>
    /// <param name="action">What to do with each.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    public StreamBuilder OnFailure(FailureStage stage, FailureAction action)
    {
        _draft.ThrowIfBuilt();
        _failures.At(stage, action);
        return this;
    }
}
