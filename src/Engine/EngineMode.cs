namespace Kappa.Engine;

/// <summary>Where an engine takes its cuts from.</summary>
public enum EngineMode
{
    /// <summary>Follows the recorded cuts, then makes new ones: it holds the topology's sequencer.</summary>
    Live,

    /// <summary>Follows the recorded cuts only.</summary>
    Follow,
}
