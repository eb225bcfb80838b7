using System.Collections.Immutable;

namespace Kappa.Logs.Tests;

/// <summary>A topic, in a model that knows no files.</summary>
/// <param name="Number">Tells it from others that had its name.</param>
/// <param name="Settings">What it was created with; its partitions may be more.</param>
/// <param name="Partitions">The partitions.</param>
internal sealed record MixedTopic(int Number, TopicSettings Settings, ImmutableArray<MixedPartition> Partitions)
{
    public static MixedTopic Create(int number, TopicSettings settings) =>
        new MixedTopic(number, settings, []).Grown(settings.Partitions);

    public MixedTopic Grown(int partitions) => this with
    {
        Partitions = Partitions.AddRange(Enumerable.Repeat(MixedPartition.Empty, partitions - Partitions.Length)),
    };

    public TopicDescription Describe(string name) => new(name, Partitions.Length, Settings.Cleanup)
    {
        RetentionTime = Settings.RetentionTime,
        RetentionBytes = Settings.RetentionBytes,
        TombstoneRetention = Settings.TombstoneRetention,
        Compression = Settings.Compression,
    };
}
