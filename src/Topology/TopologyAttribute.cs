namespace Kappa;

/// <summary>Names a topology and numbers this version of it.</summary>
/// <param name="name">Name of the topology: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TopologyAttribute(string name) : Attribute
{
    /// <summary>Name of the topology.</summary>
    public string Name { get; } = name;

    /// <summary>Number of the version.</summary>
    /// <value>1 or more. The default is 1.</value>
    public int Version { get; set; } = 1;
}
