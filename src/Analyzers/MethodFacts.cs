using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>What is known of a method that is no topology code by itself.</summary>
internal sealed class MethodFacts
{
    /// <summary>Wrong wherever the method is reached from.</summary>
    public List<Suspect> Suspects { get; } = [];

    /// <summary>
    /// Wrong only where an operator is given the method itself: its arguments are the operator's then.
    /// </summary>
    public List<Suspect> AsOperator { get; } = [];

    /// <summary>The methods of the compilation that it calls.</summary>
    public HashSet<IMethodSymbol> Calls { get; } = new(SymbolEqualityComparer.Default);
}
