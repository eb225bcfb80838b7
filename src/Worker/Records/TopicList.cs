namespace Kappa.Worker;

/// <summary>All topics, ordered by name.</summary>
internal sealed record TopicList(IReadOnlyList<TopicInfo> Topics);
