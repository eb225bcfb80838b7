namespace Kappa.Engine;

/// <summary>What an instance of a version reads and writes over a log.</summary>
/// <param name="Instance">Its name, <c>topology.vN.iK</c>.</param>
/// <param name="Sources">Source topics in ordinal order.</param>
/// <param name="Stores">Its stores in the ordinal order of their names.</param>
/// <param name="Outputs">Its outputs in the ordinal order of their topics.</param>
public sealed record InstancePlan(
    string Instance, IReadOnlyList<SourceTopic> Sources, IReadOnlyList<StorePlan> Stores,
    IReadOnlyList<OutputPlan> Outputs)
{
    /// <summary>The code of the error that a source topic is missing.</summary>
    public const string SourceMissingCode = EngineErrors.SourceMissingCode;
}
