using Kappa.Graph;

namespace Kappa.Engine.Tests;

/// <summary>Operators by themselves, record by record.</summary>
public sealed class OperatorCaseTests
{
    private static readonly Dictionary<string, OperatorCase> All =
        new(OperatorCases.All.Concat(DirectionCases.All));

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operator_gives_what_its_case_says(string name)
    {
        OperatorCase tried = All[name];

        string written = new ProcessorHarness(tried.Build()).Pipe(tried.Input);

        Assert.Equal(tried.Output, written);
    }

    [Fact]
    public void Every_operator_has_a_case()
    {
        Type[] tried = [.. All.Values
            .SelectMany(tried => tried.Build().Graph.Nodes)
            .Select(node => node.GetType().GetGenericTypeDefinition())];

        Type[] all = [.. typeof(Node).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Node)) && !type.IsAbstract)];

        Assert.Empty(all.Except(tried).Select(type => type.Name));
    }
}
