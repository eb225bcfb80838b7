using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    /// <param name="context">The request.</param>
    /// <param name="type">How it is read.</param>
    /// <param name="example">What it should look like, for the message.</param>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string example)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw HttpErrors.BadParameter("the body", error.Message, example);
        }
    }
}
