namespace Kappa.Engine;

/// <summary>
/// Follows beside the live version. Of a table output it keeps the image, as the topic <c>INSTANCE.TOPIC.image</c>;
/// stream outputs are muted (docs/protocols.md 22).
/// </summary>
public sealed record ShadowRole : FollowerRole
{
    /// <summary>Output topics that it publishes all the same, since nobody else writes them.</summary>
    /// <value>The default is none.</value>
    public IReadOnlySet<string> Publishes { get; init; } = new HashSet<string>();

    internal override string? TopicOf(string instance, string topic, bool isTable) =>
        Publishes.Contains(topic) ? topic : isTable ? $"{instance}.{topic}.image" : null;
}
