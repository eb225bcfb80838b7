using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>Reads the JSON body of a request, and takes nothing in that the request does not have.</summary>
/// <remarks>
/// A field that is misspelt and ignored would do something else than was asked for. Every body that is no stream of
/// records is read here: its size, its fields, those that must be there, and their ranges.
/// </remarks>
internal static class RequestBody
{
    /// <summary>Largest body of a request that is not a stream of records, in bytes.</summary>
    public const int MaxBytes = 64 << 10;

    private const int ShownValue = 60;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="context">The request.</param>
    /// <param name="type">How it is read; a <see cref="RangeAttribute"/> of a property is checked.</param>
    /// <param name="example">What it should look like, for the message.</param>
    /// <exception cref="KappaException">
    /// All exit 2: KAP6205, the body or a value is not of the form; KAP6214, it is too large; KAP6215, a field is
    /// unknown; KAP6216, one is missing.
    /// </exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string example)
    {
        using JsonDocument body = Parse(await ReadAsync(context.Request, context.RequestAborted), example);
        RequireFields(body.RootElement, type, example);
        T request = Deserialize(body.RootElement, type, example);
        foreach (JsonPropertyInfo property in type.Properties)
        {
            RequireRange(property, property.Get!(request!));
        }

        return request;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw HttpErrors.BodyTooLarge(MaxBytes);
        }

        ReadResult read = await request.BodyReader.ReadAtLeastAsync(MaxBytes + 1, cancellationToken);
        if (read.Buffer.Length > MaxBytes)
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
            throw HttpErrors.BodyTooLarge(MaxBytes);
        }

        byte[] body = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body;
    }

    private static JsonDocument Parse(byte[] body, string example)
    {
        if (!Utf8.IsValid(body))
        {
            throw HttpErrors.BadBody("it is no UTF-8", example);
        }

        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw HttpErrors.BadBody(error.Message, example);
        }
    }

    private static void RequireFields(JsonElement body, JsonTypeInfo type, string example)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw HttpErrors.BadBody($"it is {Kind(body.ValueKind)}", example);
        }

        string[] known = [.. type.Properties.Select(property => property.Name)];
        HashSet<string> given = [.. Names(body, example)];
        if (given.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw HttpErrors.UnknownField(unknown, known);
        }

        if (type.Properties.FirstOrDefault(field => field.IsRequired && !given.Contains(field.Name)) is { } missing)
        {
            throw HttpErrors.MissingField(missing.Name, example);
        }
    }

    private static List<string> Names(JsonElement body, string example)
    {
        try
        {
            return [.. body.EnumerateObject().Select(field => field.Name)];
        }
        catch (InvalidOperationException error)
        {
            throw HttpErrors.BadBody(error.Message, example); // A name that is no text, such as half a surrogate pair.
        }
    }

    private static T Deserialize<T>(JsonElement body, JsonTypeInfo<T> type, string example)
    {
        try
        {
            return body.Deserialize(type)!;
        }
        catch (JsonException error)
        {
            // Of an object of plain fields, one of which does not take its value.
            string name = error.Path is { Length: > 2 } path ? path[2..] : "";
            throw body.TryGetProperty(name, out JsonElement value)
                ? HttpErrors.BadParameter(name, Shown(value), $"as in {example}")
                : HttpErrors.BadBody(error.Message, example);
        }
    }

    private static void RequireRange(JsonPropertyInfo property, object? value)
    {
        if (value is not null &&
            property.AttributeProvider?.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is
                [RangeAttribute range] &&
            !range.IsValid(value))
        {
            throw HttpErrors.BadParameter(
                property.Name, Convert.ToString(value, CultureInfo.InvariantCulture)!,
                string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}"));
        }
    }

    private static string Shown(JsonElement value) =>
        value.GetRawText() is { Length: > ShownValue } text ? text[..ShownValue] + "..." : value.GetRawText();

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };
}
