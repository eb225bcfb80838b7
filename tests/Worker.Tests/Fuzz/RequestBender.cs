using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kappa.Fuzzing;

namespace Kappa.Worker.Tests;

/// <summary>Bends requests: their paths, headers, bytes and JSON.</summary>
internal sealed class RequestBender(Random random)
{
    /// <summary>Changes some bytes of it, wherever they are.</summary>
    public byte[] Damage(byte[] request)
    {
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            request[random.Next(request.Length)] = (byte)random.Next(256);
        }

        return request;
    }

    /// <summary>Makes something of it wrong, or odd.</summary>
    public void Bend(FuzzRequest request)
    {
        switch (random.Next(10))
        {
            case 0:
                request.Method = random.Pick(FuzzWords.Methods);
                break;
            case 1:
                BendPath(request);
                break;
            case 2:
                request.Query.Add((random.Pick("limit", "cursor", "unknown", "%00", ""), random.Pick(FuzzWords.Odd)));
                break;
            case 3:
                BendHeaders(request);
                break;
            case 4:
                BendBytes(request);
                break;
            default:
                BendJson(request);
                break;
        }
    }

    private void BendPath(FuzzRequest request)
    {
        List<string> parts = [.. request.Path.Split('/')];
        int at = random.Next(1, parts.Count);
        switch (random.Next(3))
        {
            case 0:
                parts[at] = random.OneIn(5) ? new string('x', 9_000) : random.Pick(FuzzWords.Odd);
                break;
            case 1:
                parts.Insert(at, random.Pick(FuzzWords.Odd));
                break;
            default:
                parts.RemoveAt(at);
                break;
        }

        request.Path = string.Join('/', parts);
    }

    private void BendHeaders(FuzzRequest request)
    {
        if (random.OneIn(2))
        {
            request.Headers.RemoveAt(random.Next(request.Headers.Count));
        }

        request.Headers.Add(random.Pick(FuzzWords.Headers));
        request.Protocol = random.OneIn(8)
            ? random.Pick("HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP", "") : request.Protocol;
    }

    private void BendBytes(FuzzRequest request)
    {
        switch (random.Next(6))
        {
            case 0:
                request.Body = request.Body[..random.Next(request.Body.Length + 1)];
                break;
            case 1:
                request.Body = [.. request.Body, .. request.Body];
                break;
            case 2:
                request.Body = [.. Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 70_000)}}"}""")];
                break;
            case 3:
                request.IsChunked = true;
                break;
            case 4:
                request.Missing = random.Pick(-1, 1, 100_000);
                break;
            default:
                request.Body = request.Body.Length == 0 ? [0xff] : Damage(request.Body);
                break;
        }
    }

    /// <summary>Takes a field away, renames one, gives one another value or one twice.</summary>
    private void BendJson(FuzzRequest request)
    {
        if (TryParse(request.Body) is not { Count: > 0 } fields)
        {
            BendLines(request);
            return;
        }

        KeyValuePair<string, JsonNode?> field = fields.ElementAt(random.Next(fields.Count));
        string text = fields.ToJsonString();
        string value = random.Pick(FuzzWords.Values);
        switch (random.Next(4))
        {
            case 0:
                fields.Remove(field.Key);
                text = fields.ToJsonString();
                break;
            case 1:
                string other = random.Pick(field.Key + "x", field.Key.ToUpperInvariant(), "", "\\ud800");
                text = text.Replace($"\"{field.Key}\":", $"\"{other}\":", StringComparison.Ordinal);
                break;
            case 2:
                fields.Remove(field.Key);
                text = $"{{\"{field.Key}\":{value}{(fields.Count > 0 ? "," : "")}{fields.ToJsonString()[1..]}";
                break;
            default:
                text = $"{text[..^1]},\"{field.Key}\":{value}}}";
                break;
        }

        request.Body = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Changes a line of several: it goes, comes twice or elsewhere, or is something else.</summary>
    private void BendLines(FuzzRequest request)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(request.Body).Split('\n')];
        int at = random.Next(lines.Count);
        string line = lines[at];
        lines.RemoveAt(at);
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1:
                lines.InsertRange(at, [line, line]);
                break;
            case 2:
                lines.Insert(random.Next(lines.Count + 1), line);
                break;
            default:
                string value = random.Pick(FuzzWords.Values);
                lines.Insert(at, random.Pick($"[7,{value}]", $"[7,{{\"key\":{value}}}]", $"[{value},{{}}]", value));
                break;
        }

        request.Body = Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static JsonObject? TryParse(byte[] body)
    {
        try
        {
            var fields = JsonNode.Parse(body) as JsonObject;
            _ = (fields?.Count, fields?.ToJsonString()); // Finds names that occur twice, and text that is none.
            return fields;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
