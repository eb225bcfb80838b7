using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Kappa.Worker;

/// <summary>Names what code refers to, and remembers which classes of its own assembly it uses.</summary>
internal sealed class CodeNames(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
{
    private const string Constants = "<PrivateImplementationDetails>"; // Its fields are named for their content.

    private readonly HashSet<TypeDefinitionHandle> _used = [];
    private readonly Queue<TypeDefinitionHandle> _next = new();

    /// <summary>Remembers a class, once.</summary>
    public void Use(TypeDefinitionHandle type)
    {
        if (_used.Add(type))
        {
            _next.Enqueue(type);
        }
    }

    public bool TryNext(out TypeDefinitionHandle type) => _next.TryDequeue(out type);

    /// <summary>Full name, as reflection has it.</summary>
    public string Of(TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{Of(outer)}+{name}"
            : type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    public string OfText(int token) => metadata.GetUserString(MetadataTokens.UserStringHandle(token & 0xffffff));

    public string OfToken(int token) => OfEntity(MetadataTokens.EntityHandle(token));

    public string OfField(FieldDefinition field) => field.DecodeSignature(this, null);

    public string OfMethod(MethodDefinition method) => Text(method.DecodeSignature(this, null));

    public string OfLocals(StandaloneSignatureHandle locals) => locals.IsNil ? ""
        : string.Join(',', metadata.GetStandaloneSignature(locals).DecodeLocalSignature(this, null));

    public string OfEntity(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return "";
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0);
            case HandleKind.TypeReference:
                return GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0);
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
            case HandleKind.FieldDefinition:
                FieldDefinition field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return $"{OfEntity(field.GetDeclaringType())}::{metadata.GetString(field.Name)}";
            case HandleKind.MethodDefinition:
                MethodDefinition method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return $"{OfEntity(method.GetDeclaringType())}::{metadata.GetString(method.Name)} {OfMethod(method)}";
            case HandleKind.MemberReference:
                return Of(metadata.GetMemberReference((MemberReferenceHandle)handle));
            case HandleKind.MethodSpecification:
                MethodSpecification generic = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return $"{OfEntity(generic.Method)}<{string.Join(',', generic.DecodeSignature(this, null))}>";
            case HandleKind.StandaloneSignature:
                return Text(metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle)
                    .DecodeMethodSignature(this, null));
            default:
                return handle.Kind.ToString();
        }
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        string name = Of(handle);
        if (!name.StartsWith(Constants, StringComparison.Ordinal))
        {
            Use(handle);
        }

        return name;
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}" : name;
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => $"pinned {elementType}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {modifier}";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(',', typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetFunctionPointerType(MethodSignature<string> signature) => Text(signature);

    private string Of(MemberReference member)
    {
        string signature = member.GetKind() == MemberReferenceKind.Field
            ? member.DecodeFieldSignature(this, null) : Text(member.DecodeMethodSignature(this, null));
        return $"{OfEntity(member.Parent)}::{metadata.GetString(member.Name)} {signature}";
    }

    private static string Text(MethodSignature<string> signature) =>
        $"{signature.Header} {signature.ReturnType}({string.Join(',', signature.ParameterTypes)})";
}
