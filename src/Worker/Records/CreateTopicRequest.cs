namespace Kappa.Worker;

/// <summary>
/// What a topic is created with; <paramref name="Cleanup"/> is <c>keep</c> (the default) or <c>compact</c>.
/// </summary>
internal sealed record CreateTopicRequest(string Name, int Partitions, string? Cleanup = null);
