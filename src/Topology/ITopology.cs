namespace Kappa;

/// <summary>One version of a topology: a class that describes a computation.</summary>
/// <remarks>
/// Mark it with <see cref="TopologyAttribute"/>. Lambdas must be pure functions of their arguments: a replay has to
/// give
/// the same results.
/// </remarks>
public interface ITopology
{
    /// <summary>Describes the computation; nothing runs yet.</summary>
    /// <param name="builder">Takes the description.</param>
    void Build(StreamBuilder builder);
}
