namespace Kappa.Replay;

/// <summary>A store that a replay would build.</summary>
/// <param name="Name">Its name in the topology.</param>
/// <param name="KeyType">How keys are coded, such as <c>string</c>.</param>
/// <param name="ValueType">How values are coded, such as <c>json(DelayTotals)</c>.</param>
/// <param name="ChangelogBytes">Upper bound of its changelog in bytes; null without a sample.</param>
/// <param name="StateBytes">
/// Upper bound of its rows in bytes; null without a sample. Each row comes from a changelog record, so the store is no
/// larger.
/// </param>
public sealed record PlanStore(
    string Name, string KeyType, string ValueType, long? ChangelogBytes, long? StateBytes)
{
    /// <summary>Whether it is the engine's own, which no user asks for.</summary>
    public bool IsInternal { get; init; }
}
