namespace Kappa;

/// <summary>Writes types as in source code, for names and messages: <c>List&lt;Flight&gt;</c>.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (System.Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<" +
              $"{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : Keyword(type) ?? type.Name;
    }

    private static string? Keyword(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.String => "string",
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.Double => "double",
        TypeCode.Byte => "byte",
        TypeCode.Boolean => "bool",
        _ => type == typeof(object) ? "object" : null,
    };
}
