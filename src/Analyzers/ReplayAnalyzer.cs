using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kappa.Analyzers;

/// <summary>Reports what makes a replay end in other results, in the code of topologies (docs/analyzers.md).</summary>
/// <remarks>
/// Code of a topology is what its operators are given, what a processor or a topology consists of, and every method of
/// the same compilation that these call.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplayAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [.. Rules.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (TopologyTypes.Find(start.Compilation) is not { } types)
            {
                return; // A project without Kappa.
            }

            var reach = new TopologyReach();
            start.RegisterOperationBlockAction(block => Analyze(block, types, reach));
            start.RegisterCompilationEndAction(end => reach.Report(end.ReportDiagnostic));
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, TopologyTypes types, TopologyReach reach)
    {
        if (context.OwningSymbol.Kind is not (SymbolKind.Method or SymbolKind.Field or SymbolKind.Property))
        {
            return;
        }

        var walker = new CodeWalker(context.OwningSymbol, types, reach, context.ReportDiagnostic);
        foreach (IOperation block in context.OperationBlocks)
        {
            walker.Visit(block);
        }
    }
}
