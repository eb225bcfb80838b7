using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kappa.Analyzers;

/// <summary>
/// Changes of what a piece of code does not own: its arguments, what it captured, static collections.
/// </summary>
/// <param name="reach">Knows the methods that operators are given.</param>
internal sealed class Changes(TopologyReach reach)
{
    private static readonly HashSet<string> Changing =
    [
        "Add", "AddRange", "AddFirst", "AddLast", "Append", "AppendLine", "Clear", "Dequeue", "Enqueue", "ExceptWith",
        "Insert", "InsertRange", "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst",
        "RemoveLast", "RemoveRange", "RemoveWhere", "Reverse", "Sort", "SymmetricExceptWith", "TryAdd", "TryRemove",
        "UnionWith",
    ];

    /// <summary>A call that changes a collection.</summary>
    public Suspect? FindIn(IInvocationOperation call, IAnonymousFunctionOperation? given) =>
        call.Instance is { } instance && Changing.Contains(call.TargetMethod.Name)
        && IsCollection(call.TargetMethod.ContainingType)
            ? Find(instance, call.Syntax, given, instance.Type is { IsReferenceType: true }) : null;

    /// <summary>A variable, a field, a property or an element that is written.</summary>
    public Suspect? Find(IOperation target, IAnonymousFunctionOperation? given) =>
        Find(target, target.Syntax, given, isShared: false);

    /// <param name="target">What is written.</param>
    /// <param name="syntax">Where.</param>
    /// <param name="given">The lambda that an operator is given, if this is in one.</param>
    /// <param name="isShared">Whether others see the change: it is one of an object, not of a variable.</param>
    private Suspect? Find(IOperation target, SyntaxNode syntax, IAnonymousFunctionOperation? given, bool isShared)
    {
        while (ContainerOf(target) is { } container)
        {
            isShared |= container.Type is { IsReferenceType: true };
            target = container;
        }

        return target switch
        {
            IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field } when isShared =>
                StaticState.At(field, syntax),
            IParameterReferenceOperation { Parameter: var parameter } when IsOutside(parameter, given) =>
                new Suspect(Rules.Captured, syntax.GetLocation(), parameter.Name),
            IParameterReferenceOperation { Parameter: var parameter } when isShared =>
                OfArgument(parameter, syntax, given),
            ILocalReferenceOperation { Local: var local } when IsOutside(local, given) =>
                new Suspect(Rules.Captured, syntax.GetLocation(), local.Name),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
                when given is not null => new Suspect(Rules.Captured, syntax.GetLocation(), syntax.ToString()),
            _ => null,
        };
    }

    private Suspect? OfArgument(IParameterSymbol parameter, SyntaxNode syntax, IAnonymousFunctionOperation? given)
    {
        var suspect = new Suspect(Rules.InPlace, syntax.GetLocation(), parameter.Name);
        if (SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, given?.Symbol))
        {
            return suspect;
        }

        if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method)
        {
            reach.FactsOf(method.OriginalDefinition).AsOperator.Add(suspect); // Where an operator is given the method.
        }

        return null;
    }

    private static IOperation? ContainerOf(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => property.Instance,
        IFieldReferenceOperation field => field.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        IConversionOperation conversion => conversion.Operand,
        IParenthesizedOperation parenthesized => parenthesized.Operand,
        _ => null,
    };

    private static bool IsOutside(ISymbol variable, IAnonymousFunctionOperation? given) => given is not null
        && variable.DeclaringSyntaxReferences.All(declared =>
            declared.SyntaxTree != given.Syntax.SyntaxTree || !given.Syntax.Span.Contains(declared.Span));

    private static bool IsCollection(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace.ToDisplayString();
        return (space.StartsWith("System.Collections", StringComparison.Ordinal)
                && space is not ("System.Collections.Immutable" or "System.Collections.Frozen"))
            || type is { Name: "StringBuilder", ContainingNamespace.Name: "Text" };
    }
}
