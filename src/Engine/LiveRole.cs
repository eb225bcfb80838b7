namespace Kappa.Engine;

/// <summary>
/// Follows the recorded cuts, then makes new ones: it holds the topology's sequencer. Publishes its outputs.
/// </summary>
public sealed record LiveRole : EngineRole
{
    /// <summary>Put before the names of output topics, for measurements over a log with outputs of its own.</summary>
    /// <value>The default is none.</value>
    public string OutputPrefix { get; init; } = "";

    internal override long LastCut => long.MaxValue;

    internal override string TopicOf(string instance, string topic, bool isTable) => OutputPrefix + topic;
}
