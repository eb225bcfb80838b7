using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>The types of Kappa that tell the code of a topology from other code.</summary>
internal sealed class TopologyTypes
{
    private readonly IAssemblySymbol _language;
    private readonly INamedTypeSymbol?[] _processors;
    private readonly ISymbol? _build;

    private TopologyTypes(Compilation compilation, INamedTypeSymbol builder)
    {
        _language = builder.ContainingAssembly;
        _processors =
        [
            compilation.GetTypeByMetadataName("Kappa.IProcessor`4"),
            compilation.GetTypeByMetadataName("Kappa.IFixedKeyProcessor`3"),
        ];
        _build = compilation.GetTypeByMetadataName("Kappa.ITopology")?.GetMembers("Build").FirstOrDefault();
    }

    /// <summary>Null in a compilation that does not know Kappa.</summary>
    public static TopologyTypes? Find(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName("Kappa.StreamBuilder") is not { } builder
            || SymbolEqualityComparer.Default.Equals(builder.ContainingAssembly, compilation.Assembly))
        {
            return null; // Nor in Kappa itself.
        }

        return new TopologyTypes(compilation, builder);
    }

    /// <summary>Whether a member is code of a topology by itself: its Build, and all of a processor.</summary>
    public bool IsCode(ISymbol member)
    {
        if (_build is not null && member.ContainingType?.FindImplementationForInterfaceMember(_build) is { } build
            && SymbolEqualityComparer.Default.Equals(build, member))
        {
            return true;
        }

        INamedTypeSymbol? type = member.ContainingType;
        while (type is not null && !IsProcessor(type))
        {
            type = type.ContainingType;
        }

        return type is not null;
    }

    private bool IsProcessor(INamedTypeSymbol type) => type.AllInterfaces.Any(implemented => _processors.Any(
        processor => SymbolEqualityComparer.Default.Equals(processor, implemented.OriginalDefinition)));

    /// <summary>Whether what a method of the language is given here runs for each record.</summary>
    /// <remarks>
    /// Not what decides on a failure, since its answer is noted in the log; and not what puts operators together, which
    /// runs once.
    /// </remarks>
    public bool RunsForRecords(IMethodSymbol method, IParameterSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _language)
        && method.Name != "OnFailure"
        && parameter.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
        && !invoke.Parameters.Any(argument => IsOfLanguage(argument.Type))
        && !IsSupplier(invoke);

    /// <summary>Makes a processor, once a task.</summary>
    private bool IsSupplier(IMethodSymbol invoke) => invoke.Parameters.Length == 0
        && invoke.ReturnType.TypeKind == TypeKind.Interface
        && SymbolEqualityComparer.Default.Equals(invoke.ReturnType.ContainingAssembly, _language);

    private bool IsOfLanguage(ITypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _language)
        && type.Name is "KStream" or "KTable" or "StreamBuilder";
}
