namespace Kappa.Replay;

/// <summary>The states of a version (docs/architecture.md, Versions).</summary>
public enum VersionState
{
    /// <summary>Known, and not running.</summary>
    Registered,

    /// <summary>A shadow works through history.</summary>
    Replaying,

    /// <summary>A replay that stands still until it is resumed.</summary>
    Paused,

    /// <summary>A shadow that follows the live version.</summary>
    CaughtUp,

    /// <summary>It publishes and answers queries. One version of a topology is.</summary>
    Live,

    /// <summary>It was live, and shadows on so that it can become so again.</summary>
    Draining,

    /// <summary>A shadow that an error has stopped.</summary>
    Stopped,

    /// <summary>A replay that was given up; what it wrote is gone.</summary>
    Aborted,

    /// <summary>Its data is gone. It can be replayed again.</summary>
    Retired,
}
