using Microsoft.CodeAnalysis.Operations;

namespace Kappa.Analyzers;

/// <summary>Serdes of JSON without generated metadata.</summary>
internal static class JsonSerdes
{
    public static Suspect? FindIn(IInvocationOperation operation) =>
        operation.TargetMethod is { Name: "Json", Parameters.Length: 0, TypeArguments.Length: 1 } method
        && method.ContainingType is { Name: "Serdes", ContainingNamespace.Name: "Kappa" }
            ? new Suspect(
                Rules.JsonByReflection, operation.Syntax.GetLocation(), method.TypeArguments[0].Name, isAlways: true)
            : null;
}
