namespace Kappa.Engine;

/// <summary>A store that can be queried.</summary>
/// <param name="Name">Its name in the topology.</param>
/// <param name="KeyType">How keys are coded, such as <c>string</c>.</param>
/// <param name="ValueType">How values are coded, such as <c>json(DelayTotals)</c>.</param>
/// <param name="Partitions">Number of tasks that it is spread over.</param>
public sealed record StoreInfo(string Name, string KeyType, string ValueType, int Partitions)
{
    /// <summary>Length of the windows that a key has rows for, in milliseconds; null where it has one row.</summary>
    public long? WindowMs { get; init; }

    /// <summary>Whether a key has rows for sessions, each as long as it is.</summary>
    public bool HasSessions { get; init; }

    /// <summary>Whether it is the engine's own, such as what time it is for a task: no user asks for it.</summary>
    public bool IsInternal { get; init; }
}
