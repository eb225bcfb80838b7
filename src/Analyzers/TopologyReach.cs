using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>
/// Which methods of a compilation the code of topologies reaches, and what is wrong with them. Any thread.
/// </summary>
internal sealed class TopologyReach
{
    private readonly ConcurrentDictionary<IMethodSymbol, MethodFacts> _facts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _called = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _given = new(SymbolEqualityComparer.Default);

    /// <summary>The facts of a method, which one thread walks through.</summary>
    public MethodFacts FactsOf(IMethodSymbol method) => _facts.GetOrAdd(method, _ => new MethodFacts());

    /// <summary>Code of a topology calls the method.</summary>
    public void Call(IMethodSymbol method) => _called[method] = true;

    /// <summary>An operator is given the method, as in <c>MapValues(Trim)</c>.</summary>
    public void Give(IMethodSymbol method) => _given[method] = true;

    /// <summary>Reports what is wrong with the methods that are reached.</summary>
    public void Report(Action<Diagnostic> report)
    {
        var reached = new HashSet<IMethodSymbol>(_called.Keys.Concat(_given.Keys), SymbolEqualityComparer.Default);
        var open = new Queue<IMethodSymbol>(reached);
        while (open.Count > 0)
        {
            IMethodSymbol method = open.Dequeue();
            if (!_facts.TryGetValue(method, out MethodFacts? facts))
            {
                continue; // It has no body here, or is topology code itself.
            }

            facts.Suspects.ForEach(suspect => report(suspect.ToDiagnostic()));
            if (_given.ContainsKey(method))
            {
                facts.AsOperator.ForEach(suspect => report(suspect.ToDiagnostic()));
            }

            foreach (IMethodSymbol called in facts.Calls.Where(reached.Add))
            {
                open.Enqueue(called);
            }
        }
    }
}
