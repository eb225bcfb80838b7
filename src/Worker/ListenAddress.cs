using System.Globalization;
using System.Net;

namespace Kappa.Worker;

/// <summary>An address and port of this machine to listen on, or of a worker to call.</summary>
/// <param name="Host">An IP address, without brackets.</param>
/// <param name="Port">A port; 0 stands for a free one.</param>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>127.0.0.1:8088.</summary>
    public static ListenAddress Default { get; } = new("127.0.0.1", 8088);

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Ip);

    internal IPAddress Ip => IPAddress.Parse(Host);

    /// <summary>Parses <c>host:port</c>, <c>:port</c> or <c>[v6]:port</c>; <c>localhost</c> is 127.0.0.1.</summary>
    /// <param name="text">The address; <c>http://</c> in front and <c>/</c> behind are allowed.</param>
    /// <exception cref="KappaException">KAP5203 (exit 2): it is no such address.</exception>
    public static ListenAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? text[7..] : text;
        rest = rest.TrimEnd('/');
        int colon = rest.LastIndexOf(':');
        if (colon < 0 ||
            !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) ||
            port > IPEndPoint.MaxPort)
        {
            throw WorkerErrors.BadAddress(text);
        }

        string host = rest[..colon].Trim('[', ']') switch
        {
            "" or "localhost" => Default.Host,
            var other => other,
        };
        return IPAddress.TryParse(host, out IPAddress? ip)
            ? new ListenAddress(ip.ToString(), port) : throw WorkerErrors.BadAddress(text);
    }

    /// <summary>Writes <c>host:port</c>.</summary>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
