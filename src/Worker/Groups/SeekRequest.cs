namespace Kappa.Worker;

/// <summary>Where a group is to go on.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="To"><c>zero</c>, <c>end</c>, an offset, or a time in ISO 8601.</param>
/// <param name="Partition">One partition; null for all.</param>
internal sealed record SeekRequest(string Topic, string To, int? Partition = null);
