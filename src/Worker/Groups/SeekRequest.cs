namespace Kappa.Worker;

/// <summary>Where a group is to go on.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="Partition">One partition; null for all.</param>
/// <param name="To"><c>zero</c>, <c>end</c>, an offset, or a time in ISO 8601.</param>
internal sealed record SeekRequest(string Topic, int? Partition, string To);
