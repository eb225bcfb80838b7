namespace Kappa.Worker;

/// <summary>
/// Records that are on stable storage, and for each partition that got some the offset after the last one.
/// </summary>
internal sealed record ProduceResult(string Topic, long Acknowledged, IReadOnlyDictionary<string, long> Offsets);
