using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>Static fields and properties whose values change while the process runs.</summary>
internal static class StaticState
{
    public static Suspect? Find(IFieldSymbol field, SyntaxNode syntax) =>
        field is { IsStatic: true, IsReadOnly: false, IsConst: false } && IsOfSource(field)
            ? At(field, syntax) : null;

    public static Suspect? Find(IPropertySymbol property, SyntaxNode syntax) =>
        property is { IsStatic: true, SetMethod.IsInitOnly: false } && IsOfSource(property) && HasField(property)
            ? At(property, syntax) : null;

    public static Suspect At(ISymbol member, SyntaxNode syntax) => new(
        Rules.StaticState, syntax.GetLocation(), Machine.NameOf(member));

    private static bool IsOfSource(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0;

    private static bool HasField(IPropertySymbol property) => property.ContainingType.GetMembers()
        .OfType<IFieldSymbol>()
        .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
