namespace Kappa.Engine.Tests;

/// <summary>Records that go into an operator, and those that come out of it.</summary>
/// <param name="Describe">A topology with the operator.</param>
/// <param name="Input">Records, in the text of <see cref="ProcessorHarness"/>.</param>
/// <param name="Output">What comes out.</param>
internal sealed record OperatorCase(Action<StreamBuilder> Describe, string Input, string Output)
{
    public Topology Build()
    {
        var builder = new StreamBuilder();
        Describe(builder);
        return builder.Build("case");
    }
}
