using Kappa.Building;

namespace Kappa;

public sealed partial class StreamBuilder
{
    private Func<FailedRecord, FailureAction>? _onFailure;
    private FailureAction _always = FailureAction.Stop;

    /// <summary>Says what becomes of records that the topology's code fails on.</summary>
    /// <param name="action">What to do with each.</param>
    /// <returns>This builder.</returns>
    public StreamBuilder OnFailure(FailureAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _draft.ThrowIfBuilt();
        (_always, _onFailure) = (action, _ => action);
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
        ArgumentNullException.ThrowIfNull(decide);
        _draft.ThrowIfBuilt();
        (_always, _onFailure) = (FailureAction.Stop, decide);
        return this;
    }

    private void CheckDeadLetters(IEnumerable<string> sources)
    {
        if (_always.Topic is { } topic && sources.Contains(topic))
        {
            throw TopologyErrors.DeadLettersRead(topic);
        }
    }
}
