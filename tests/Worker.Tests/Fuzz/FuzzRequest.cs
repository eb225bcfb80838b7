using System.Text;

namespace Kappa.Worker.Tests;

/// <summary>A request before it is bytes.</summary>
internal sealed class FuzzRequest(string method, string path, string body)
{
    public string Method { get; set; } = method;

    public string Path { get; set; } = path;

    public List<(string Name, string Value)> Query { get; } = [];

    public string Protocol { get; set; } = "HTTP/1.1";

    public List<string> Headers { get; } = [];

    public byte[] Body { get; set; } = Encoding.UTF8.GetBytes(body);

    public bool IsChunked { get; set; }

    /// <summary>Bytes that are declared more than are sent.</summary>
    public int Missing { get; set; }

    /// <summary>Whether a good answer has no end.</summary>
    public bool IsEndless => Query.Any(parameter => parameter.Name == "follow" && parameter.Value != "false");

    /// <summary>Whether the head of an answer is all that is waited for.</summary>
    public bool HasHeadOnly(int status) => Method == "HEAD" || (IsEndless && status == 200);

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Path}");
        for (int i = 0; i < Query.Count; i++)
        {
            head.Append(i == 0 ? '?' : '&').Append(Query[i].Name).Append('=').Append(Query[i].Value);
        }

        head.Append(' ').Append(Protocol).Append("\r\n");
        foreach (string header in Headers)
        {
            head.Append(header).Append("\r\n");
        }

        head.Append(IsChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Body.Length + Missing}")
            .Append("\r\n\r\n");
        byte[] bytes = Encoding.Latin1.GetBytes(head.ToString());
        return !IsChunked ? [.. bytes, .. Body]
            : [.. bytes, .. Encoding.ASCII.GetBytes($"{Body.Length:x}\r\n"), .. Body, .. "\r\n0\r\n\r\n"u8];
    }
}
