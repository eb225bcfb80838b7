namespace Kappa.Engine;

/// <summary>
/// What an instance is to its topology: where it takes its cuts from, and what becomes of its outputs.
/// </summary>
/// <remarks>One of <see cref="LiveRole"/>, <see cref="ShadowRole"/> and <see cref="CopyRole"/>. Immutable.</remarks>
public abstract record EngineRole
{
    private protected EngineRole()
    {
    }

    /// <summary>The last cut that it takes up.</summary>
    internal abstract long LastCut { get; }

    /// <summary>The topic that an output goes to; null where it is muted.</summary>
    /// <param name="instance">Name of the instance.</param>
    /// <param name="topic">The output's topic in the topology.</param>
    /// <param name="isTable">Whether it is a table.</param>
    internal abstract string? TopicOf(string instance, string topic, bool isTable);
}
