namespace Kappa.Worker;

/// <summary>Which records to read.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">One partition; null for all.</param>
/// <param name="From">Where to begin.</param>
/// <param name="Limit">Most records; null for no limit.</param>
/// <param name="Follow">Whether to wait for more at the end.</param>
internal sealed record RecordQuery(string Topic, int? Partition, StartPoint From, long? Limit, bool Follow);
