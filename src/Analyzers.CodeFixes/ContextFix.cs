using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Kappa.Analyzers;

/// <summary>KAP9001 and KAP9002: asks the processor's context for the time, or for random numbers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ContextFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.Clock.Id, Rules.Randomness.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken)
            .ConfigureAwait(false);
        SyntaxNode? asked = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        if (root is null || asked is null
            || model?.GetSymbolInfo(asked, context.CancellationToken).Symbol is not { } member
            || AnswerOf(member) is not { } answer || ContextAt(model, asked.SpanStart) is not { } source)
        {
            return;
        }

        string text = $"{source}.{answer}";
        context.RegisterCodeFix(
            CodeAction.Create(
                $"Take {text}",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(
                    asked, SyntaxFactory.ParseExpression(text).WithTriviaFrom(asked)))),
                equivalenceKey: answer),
            context.Diagnostics);
    }

    private static string? AnswerOf(ISymbol member) => (member.ContainingType.Name, member.Name) switch
    {
        ("DateTimeOffset", "Now" or "UtcNow") => "Now",
        ("DateTime", "UtcNow") => "Now.UtcDateTime",
        ("Random", "Shared" or ".ctor") => "Random",
        _ => null,
    };

    /// <summary>The name of a context that is in reach: a parameter, a variable, a field or a property.</summary>
    private static string? ContextAt(SemanticModel model, int position) => model.LookupSymbols(position)
        .Where(symbol => TypeOf(symbol) is { } type && IsContext(type))
        .OrderBy(symbol => symbol.Kind is SymbolKind.Parameter or SymbolKind.Local ? 0 : 1)
        .FirstOrDefault()?.Name;

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool IsContext(ITypeSymbol type) => type.AllInterfaces.Append(type).Any(implemented =>
        implemented is { Name: "IProcessorContext", ContainingNamespace.Name: "Kappa" });
}
