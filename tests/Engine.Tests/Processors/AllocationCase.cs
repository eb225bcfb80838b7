namespace Kappa.Engine.Tests;

/// <summary>Operators whose allocation is measured.</summary>
/// <param name="Build">Describes them; their results are counted.</param>
/// <param name="Pipe">Sends the n-th record through.</param>
internal sealed record AllocationCase(Action<StreamBuilder, ResultCount> Build, Action<ProcessorHarness, long> Pipe)
{
    /// <summary>Most bytes for each record: a cursor now and then, what an array grows by.</summary>
    public double MostBytes { get; init; } = 0.25;
}
