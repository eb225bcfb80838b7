namespace Kappa.Worker;

/// <summary>
/// What a topic is created with; what is left out is as <see cref="Kappa.Logs.TopicSettings"/> has it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Cleanup"><c>keep</c> (the default) or <c>compact</c>.</param>
/// <param name="RetentionMs">How long records stay, milliseconds; null for ever.</param>
/// <param name="RetentionBytes">Bytes that a partition may have; null for no limit.</param>
/// <param name="Compression"><c>none</c>, <c>lz4</c> (the default) or <c>zstd</c>.</param>
internal sealed record CreateTopicRequest(
    string Name, int Partitions, string? Cleanup = null, long? RetentionMs = null, long? RetentionBytes = null,
    string? Compression = null);
