namespace Kappa.Engine;

/// <summary>Where an engine takes its cuts from, and what becomes of its outputs.</summary>
public enum EngineMode
{
    /// <summary>
    /// Follows the recorded cuts, then makes new ones: it holds the topology's sequencer. Publishes its outputs.
    /// </summary>
    Live,

    /// <summary>
    /// Follows the recorded cuts only, and publishes to topics of its own, by a prefix. For tests and measurements.
    /// </summary>
    Follow,

    /// <summary>
    /// Follows the recorded cuts only. Of a table output it keeps the image, as the topic <c>INSTANCE.TOPIC.image</c>;
    /// stream outputs are muted (protocols.md 22).
    /// </summary>
    Shadow,
}
