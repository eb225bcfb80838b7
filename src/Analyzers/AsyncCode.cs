using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kappa.Analyzers;

/// <summary>Asynchronous code where nobody waits for it.</summary>
internal static class AsyncCode
{
    /// <summary>An operator is given it: whatever it returns, nobody awaits it.</summary>
    public static Suspect? FindIn(IMethodSymbol method, SyntaxNode syntax) => method.IsAsync
        ? new Suspect(Rules.NotAwaited, syntax.GetLocation(), "An operator is given asynchronous code")
        : null;

    /// <summary>A call of a method that is <c>async void</c>.</summary>
    public static Suspect? FindIn(IInvocationOperation operation) =>
        operation.TargetMethod is { IsAsync: true, ReturnsVoid: true } method
            ? new Suspect(Rules.NotAwaited, operation.Syntax.GetLocation(), $"'{method.Name}' is async void") : null;
}
