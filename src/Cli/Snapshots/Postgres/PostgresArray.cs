using System.Text;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary>
/// Arrays as PostgreSQL writes them: <c>{1,NULL,"a \"b\""}</c>, one in the other, with bounds before.
/// </summary>
internal static class PostgresArray
{
    /// <summary>Writes one as JSON.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="text">The array.</param>
    /// <param name="separator">Stands between two items.</param>
    /// <param name="item">Writes an item that is not null.</param>
    public static void Write(Utf8JsonWriter json, string text, char separator, Action<Utf8JsonWriter, string> item)
    {
        int at = text.IndexOf('{', StringComparison.Ordinal); // Such as [0:1]={5,6}.
        Write(json, text, ref at, separator, item);
    }

    private static void Write(
        Utf8JsonWriter json, string text, ref int at, char separator, Action<Utf8JsonWriter, string> item)
    {
        json.WriteStartArray();
        at++;
        while (text[at] != '}')
        {
            if (text[at] == '{')
            {
                Write(json, text, ref at, separator, item);
            }
            else
            {
                WriteItem(json, text, ref at, separator, item);
            }

            at += text[at] == separator ? 1 : 0;
        }

        at++;
        json.WriteEndArray();
    }

    private static void WriteItem(
        Utf8JsonWriter json, string text, ref int at, char separator, Action<Utf8JsonWriter, string> item)
    {
        if (text[at] == '"')
        {
            item(json, Quoted(text, ref at));
            return;
        }

        int start = at;
        while (text[at] != separator && text[at] != '}')
        {
            at++;
        }

        if (text.AsSpan(start, at - start) is "NULL")
        {
            json.WriteNullValue();
        }
        else
        {
            item(json, text[start..at]);
        }
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }
}
