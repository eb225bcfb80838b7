namespace Kappa.Logs;

/// <summary>A group as the log knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">Number of members at the moment.</param>
/// <param name="Offsets">The committed offset of each partition: the next one to read.</param>
public sealed record GroupDescription(
    string Name, int Members, IReadOnlyDictionary<TopicPartition, long> Offsets);
