namespace Kappa.Engine;

/// <summary>What an engine is doing.</summary>
public enum EngineState
{
    /// <summary>Opened, and waiting for <c>RunAsync</c> or <c>RunOnce</c>.</summary>
    Ready,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Stopped as asked.</summary>
    Stopped,

    /// <summary>Stopped at its last committed cut by an error (protocols.md 19).</summary>
    Failed,
}
