using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace Kappa.Worker;

/// <summary>Tells whether the code of one version is the same in two builds.</summary>
/// <remarks>
/// Two builds of a project differ in their bytes when a version is added. What counts for a version is its class, with
/// all that it uses of its own assembly, and the other libraries beside it. Instructions name what they use by number,
/// and numbers move when something is added: here they are replaced by names.
/// </remarks>
internal sealed class TopologyCode : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly CodeNames _names;
    private readonly StringBuilder _text = new();

    private TopologyCode(string assembly)
    {
        _file = new PEReader(File.OpenRead(assembly));
        _metadata = _file.GetMetadataReader();
        _names = new CodeNames(_metadata);
    }

    /// <summary>Whether the code of a class differs in two builds.</summary>
    /// <param name="pinned">The .dll of one build, in a folder with its libraries.</param>
    /// <param name="offered">That of the other.</param>
    /// <param name="className">Full name of the class.</param>
    public static bool Differs(string pinned, string offered, string className) =>
        Hash(pinned, className) != Hash(offered, className);

    public void Dispose() => _file.Dispose();

    private static string Hash(string assembly, string className)
    {
        using var code = new TopologyCode(assembly);
        code.Write(className);
        string own = Path.GetFileName(assembly);
        foreach ((string path, byte[] content) in new BuildOutput(assembly).Read()
            .Where(file => file.Path != own && file.Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            code._text.Append(path).AppendLine(Convert.ToHexString(SHA256.HashData(content)));
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code._text.ToString())));
    }

    private void Write(string className)
    {
        foreach (TypeDefinitionHandle type in _metadata.TypeDefinitions.Where(type => _names.Of(type) == className))
        {
            _names.Use(type);
        }

        while (_names.TryNext(out TypeDefinitionHandle next))
        {
            Write(_metadata.GetTypeDefinition(next), _names.Of(next));
        }
    }

    private void Write(TypeDefinition type, string name)
    {
        _text.AppendLine($"type {name} {type.Attributes} {_names.OfEntity(type.BaseType)}");
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
        {
            _text.AppendLine(_names.OfEntity(_metadata.GetInterfaceImplementation(implemented).Interface));
        }

        WriteAttributes(type.GetCustomAttributes());
        foreach (FieldDefinition field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            _text.AppendLine($"field {_metadata.GetString(field.Name)} {_names.OfField(field)} {ConstantOf(field)}");
            WriteAttributes(field.GetCustomAttributes());
        }

        foreach (PropertyDefinition property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            _text.AppendLine($"property {_metadata.GetString(property.Name)}");
            WriteAttributes(property.GetCustomAttributes());
        }

        foreach (MethodDefinition method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            Write(method);
        }

        foreach (TypeDefinitionHandle nested in type.GetNestedTypes())
        {
            _names.Use(nested);
        }
    }

    private void Write(MethodDefinition method)
    {
        _text.AppendLine($"method {_metadata.GetString(method.Name)} {method.Attributes} {_names.OfMethod(method)}");
        WriteAttributes(method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
        {
            return; // Abstract, or not of this file.
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        _text.AppendLine(_names.OfLocals(body.LocalSignature));
        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            _text.AppendLine(
                $"{region.Kind} {region.TryOffset}+{region.TryLength} {region.HandlerOffset}+{region.HandlerLength} " +
                $"{region.FilterOffset} {_names.OfEntity(region.CatchType)}");
        }

        foreach (string instruction in new Instructions(_names).Read(body.GetILReader()))
        {
            _text.AppendLine(instruction);
        }
    }

    private void WriteAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttribute attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            string value = attribute.Value.IsNil ? "" : Convert.ToHexString(_metadata.GetBlobBytes(attribute.Value));
            _text.AppendLine($"[{_names.OfEntity(attribute.Constructor)} {value}]");
        }
    }

    private string ConstantOf(FieldDefinition field) => field.GetDefaultValue() is { IsNil: false } constant
        ? Convert.ToHexString(_metadata.GetBlobBytes(_metadata.GetConstant(constant).Value)) : "";
}
