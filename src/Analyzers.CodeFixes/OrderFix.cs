using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kappa.Analyzers;

/// <summary>KAP9008: puts a hash table in order before it is walked through.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OrderFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rules.HashOrder.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken)
            .ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax table
            || model?.GetTypeInfo(table, context.CancellationToken).Type is not INamedTypeSymbol type
            || Ordered(type) is not { } order)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                "Put it in order",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(
                    table, SyntaxFactory.ParseExpression($"{table.WithoutTrivia()}{order}").WithTriviaFrom(table)))),
                equivalenceKey: nameof(OrderFix)),
            context.Diagnostics);
    }

    /// <summary>The call that orders a table; null where its elements have no order of their own.</summary>
    private static string? Ordered(INamedTypeSymbol type)
    {
        ITypeSymbol[] arguments = [.. type.TypeArguments, .. type.ContainingType?.TypeArguments ?? []];
        if (arguments.Length == 0)
        {
            return null;
        }

        ITypeSymbol compared = type.Name == "ValueCollection" ? arguments[arguments.Length - 1] : arguments[0];
        bool isText = compared.SpecialType == SpecialType.System_String;
        if (!isText && !compared.AllInterfaces.Any(implemented => implemented.Name == "IComparable"))
        {
            return null;
        }

        bool isPairs = arguments.Length > 1 && type.Name is not ("KeyCollection" or "ValueCollection");
        return (isPairs, isText) switch
        {
            (true, true) => ".OrderBy(pair => pair.Key, StringComparer.Ordinal)",
            (true, false) => ".OrderBy(pair => pair.Key)",
            (false, true) => ".Order(StringComparer.Ordinal)",
            (false, false) => ".Order()",
        };
    }
}
