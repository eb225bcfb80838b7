using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>Reads the parameters of a request, and says what is wrong with one.</summary>
internal static class QueryParameters
{
    public static string? Text(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public static long? Number(HttpRequest request, string name, long least, long most)
    {
        if (Text(request, name) is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) &&
            value >= least && value <= most
            ? value
            : throw HttpErrors.BadParameter(
                name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
    }

    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        null or "false" or "0" => false,
        "" or "true" or "1" => true,
        var text => throw HttpErrors.BadParameter(name, text, "true or false"),
    };
}
