namespace Kappa.Engine;

/// <summary>Follows, and publishes to topics of its own, by a prefix. For tests and measurements.</summary>
public sealed record CopyRole : FollowerRole
{
    /// <summary>Makes the role.</summary>
    /// <param name="outputPrefix">Put before the names of output topics; not empty.</param>
    /// <exception cref="ArgumentException">It is empty: the copy would publish beside the live instance.</exception>
    public CopyRole(string outputPrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputPrefix);
        OutputPrefix = outputPrefix;
    }

    /// <summary>Put before the names of output topics.</summary>
    public string OutputPrefix { get; }

    internal override string TopicOf(string instance, string topic, bool isTable) => OutputPrefix + topic;
}
