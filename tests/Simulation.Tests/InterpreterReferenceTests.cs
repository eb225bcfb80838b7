using System.Reflection;
using Kappa.Interpreter;

namespace Kappa.Simulation.Tests;

/// <summary>A judge that shared code with what it judges would be wrong where that is.</summary>
public sealed class InterpreterReferenceTests
{
    [Fact]
    public void The_interpreter_shares_the_language_and_the_serdes_with_kappa_and_nothing_else()
    {
        string[] kappa = [.. typeof(Interpretation).Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

        Assert.Equal(["Kappa.Abstractions", "Kappa.Topology"], kappa);
    }

    [Fact]
    public void The_language_itself_knows_no_engine_no_log_and_no_store() => Assert.DoesNotContain(
        new[] { typeof(Topology).Assembly, typeof(Cut).Assembly }
            .SelectMany((Assembly assembly) => assembly.GetReferencedAssemblies()),
        reference => reference.Name is "Kappa.Engine" or "Kappa.Log" or "Kappa.StateStore");
}
