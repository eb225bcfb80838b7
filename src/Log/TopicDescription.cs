namespace Kappa.Logs;

/// <summary>A topic as the log knows it.</summary>
/// <param name="Name">Name of the topic.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Cleanup">What happens to old records.</param>
public sealed record TopicDescription(string Name, int Partitions, CleanupPolicy Cleanup);
