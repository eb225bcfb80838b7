using Kappa.Building;

namespace Kappa;

/// <summary>What a topology says of the records that its code fails on; fixed once it is built.</summary>
internal sealed class FailureChoices
{
    private readonly SortedDictionary<FailureStage, FailureAction> _byStage = [];
    private Func<FailedRecord, FailureAction>? _decide;
    private FailureAction _always = FailureAction.Stop;

    public void Always(FailureAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        (_always, _decide) = (action, _ => action);
    }

    public void Decide(Func<FailedRecord, FailureAction> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        (_always, _decide) = (FailureAction.Stop, decide);
    }

    public void At(FailureStage stage, FailureAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (!Enum.IsDefined(stage))
        {
            throw new ArgumentOutOfRangeException(
                nameof(stage), stage, "A record fails at one of the stages that FailureStage names.");
        }

        _byStage[stage] = action;
    }

    /// <summary>All of it as one; null where nothing was said.</summary>
    public Func<FailedRecord, FailureAction>? Handler() => _byStage.Count == 0 ? _decide : Answer;

    public void CheckDeadLetters(IEnumerable<string> sources)
    {
        foreach (FailureAction action in _byStage.Values.Prepend(_always))
        {
            if (action.Topic is { } topic && sources.Contains(topic))
            {
                throw TopologyErrors.DeadLettersRead(topic);
            }
        }
    }

    private FailureAction Answer(FailedRecord failed) => _byStage.TryGetValue(failed.Stage, out FailureAction? action)
        ? action : _decide?.Invoke(failed) ?? FailureAction.Stop;
}
