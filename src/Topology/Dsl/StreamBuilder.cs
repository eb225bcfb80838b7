namespace Kappa;

/// <summary>Takes the description of a topology.</summary>
public sealed class StreamBuilder
{
    /// <summary>Validates what was described.</summary>
    /// <param name="name">Name of the topology: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <param name="version">Number of the version, from 1.</param>
    public Topology Build(string name, int version = 1) => throw null!;
}
