using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kappa;

/// <summary>How JSON is written where the user brings no source-generated code.</summary>
internal static class JsonByReflection
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        IncludeFields = true, // Without it a tuple would be written as {}, and all keys would be one.
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonTypeInfo<T> Of<T>()
    {
        JsonTypeInfo<T> type;
        try
        {
            type = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
        }
        catch (Exception cause) when (cause is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw SerdeErrors.NoJson(typeof(T), cause.Message, cause);
        }

        return type.Kind == JsonTypeInfoKind.Object && type.Properties.Count == 0
            ? throw SerdeErrors.NoJson(typeof(T), "it has no public property that could be written.")
            : type;
    }
}
