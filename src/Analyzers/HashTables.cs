using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kappa.Analyzers;

/// <summary>Walks over hash tables whose order reaches a result.</summary>
internal static class HashTables
{
    private static readonly HashSet<string> Types =
    [
        "Dictionary", "HashSet", "ConcurrentDictionary", "ConcurrentBag", "ImmutableDictionary", "ImmutableHashSet",
        "FrozenDictionary", "FrozenSet", "IDictionary", "IReadOnlyDictionary", "IImmutableDictionary", "ISet",
        "IReadOnlySet", "IImmutableSet", "Hashtable", "KeyCollection", "ValueCollection",
    ];

    /// <summary>Of LINQ, what comes to the same in each order, or puts things in order.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "Order", "OrderBy", "OrderDescending", "OrderByDescending", "Sum", "Count", "LongCount", "Any", "All", "Max",
        "Min", "Average", "Contains", "ToDictionary", "ToHashSet", "ToLookup", "ToImmutableDictionary",
        "ToImmutableHashSet", "ToImmutableSortedDictionary", "ToImmutableSortedSet", "ToFrozenDictionary",
        "ToFrozenSet", "CountBy", "AggregateBy", "Except", "ExceptBy",
    ];

    /// <summary>Of LINQ, what hands on the order of what comes in: what is done with that decides.</summary>
    private static readonly HashSet<string> HandsOn =
    [
        "Select", "Where", "SelectMany", "Distinct", "DistinctBy", "OfType", "Cast", "Concat", "Append", "Prepend",
        "Union", "Intersect", "AsEnumerable", "DefaultIfEmpty", "GroupBy", "Reverse", "ToList", "ToArray",
    ];

    public static Suspect? FindIn(IForEachLoopOperation loop) =>
        TableIn(loop.Collection) is { } table && ReachesResult(loop.Body) ? Of(loop.Collection, table) : null;

    /// <summary>A call of LINQ, of string.Join or string.Concat with one.</summary>
    public static Suspect? FindIn(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        bool isLinq = method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" };
        bool isText = method.ContainingType.SpecialType == SpecialType.System_String
            && method.Name is "Join" or "Concat";
        if ((!isLinq && !isText) || IsHarmless(call))
        {
            return null;
        }

        return call.Arguments.Select(argument => argument.Value)
            .Select(value => TableIn(value) is { } table ? Of(value, table) : null)
            .FirstOrDefault(suspect => suspect is not null);
    }

    /// <summary>
    /// An operator hands the table on as a sequence, as in <c>FlatMapValues(value => value.Tags)</c>.
    /// </summary>
    public static Suspect? FindIn(IReturnOperation returned) =>
        returned.ReturnedValue is IConversionOperation { Type.Name: "IEnumerable" } value && TableIn(value) is { } table
            ? Of(value, table) : null;

    private static Suspect Of(IOperation collection, ITypeSymbol table) => new(
        Rules.HashOrder, collection.Syntax.GetLocation(),
        collection.Syntax.ToString() is { Length: <= 60 } text ? text : table.Name);

    private static ITypeSymbol? TableIn(IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion
                ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        // Keys and values are types within that of their table.
        return operation.Type is { } type && Types.Contains(type.Name)
            && Types.Contains((type.ContainingType ?? type).Name)
            && type.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal)
            ? type : null;
    }

    /// <summary>Whether the order is gone at the end of the chain that the call is in.</summary>
    private static bool IsHarmless(IInvocationOperation call)
    {
        for (IOperation? at = call; at is not null; at = at.Parent)
        {
            if (at is IInvocationOperation { TargetMethod.Name: var name })
            {
                if (Harmless.Contains(name))
                {
                    return true;
                }

                if (!HandsOn.Contains(name))
                {
                    return false;
                }
            }
            else if (at is IForEachLoopOperation loop)
            {
                return !ReachesResult(loop.Body);
            }
            else if (at is not (IArgumentOperation or IConversionOperation or IParenthesizedOperation))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether what a loop does depends on its order: it yields, forwards, collects or writes text.</summary>
    private static bool ReachesResult(IOperation body) => body.Descendants().Any(operation => operation switch
    {
        IReturnOperation => true,
        IInvocationOperation
        {
            TargetMethod.Name: "Forward" or "Append" or "AppendLine" or "Enqueue" or "Push",
        } => true,
        IInvocationOperation { TargetMethod: { Name: "Add", ContainingType.Name: "List" or "LinkedList" } } => true,
        ICompoundAssignmentOperation { Target.Type.SpecialType: SpecialType.System_String } => true,
        _ => false,
    });
}
