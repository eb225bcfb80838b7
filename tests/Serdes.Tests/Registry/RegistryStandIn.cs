using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Tests;

/// <summary>A schema registry in memory, as its API is documented: registering, looking up, and its errors.</summary>
internal sealed class RegistryStandIn : IDisposable
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";

    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _schemas = []; // The id is the place and FirstId.
    private readonly Dictionary<string, List<int>> _subjects = [];
    private readonly List<string> _requests = [];

    public RegistryStandIn(int port = 0)
    {
        Port = port == 0 ? FreePort() : port;
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public const int FirstId = 258;

    public int Port { get; }

    public string Address => $"http://localhost:{Port}";

    /// <summary>Subjects that take no other schema than they have.</summary>
    public HashSet<string> Closed { get; } = [];

    public string[] Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public int Register(string subject, string schema, string type = "AVRO", JsonArray? references = null)
    {
        lock (_lock)
        {
            string text = schema;
            int at = _schemas.FindIndex(known => (string)known["schema"]! == text && (string)known["type"]! == type);
            if (at < 0)
            {
                _schemas.Add(new JsonObject { ["schema"] = schema, ["type"] = type, ["references"] = references });
                at = _schemas.Count - 1;
            }

            List<int> versions = _subjects.TryGetValue(subject, out List<int>? known) ? known : _subjects[subject] = [];
            if (!versions.Contains(FirstId + at))
            {
                versions.Add(FirstId + at);
            }

            return FirstId + at;
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string path = context.Request.RawUrl!.Split('?')[0];
            lock (_lock)
            {
                _requests.Add($"{context.Request.HttpMethod} {path}");
            }

            using var reader = new StreamReader(context.Request.InputStream);
            string body = await reader.ReadToEndAsync();
            (int status, JsonObject answer) = Answer(
                context.Request.HttpMethod, [.. path.Trim('/').Split('/').Select(Uri.UnescapeDataString)], body);
            context.Response.StatusCode = status;
            context.Response.ContentType = ContentType;
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(answer);
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private (int Status, JsonObject Answer) Answer(string method, string[] path, string body)
    {
        lock (_lock)
        {
            return (method, path) switch
            {
                ("GET", ["schemas", "ids", var id]) => Find(int.Parse(id)),
                ("GET", ["subjects", var subject, "versions", var version]) => Version(subject, int.Parse(version)),
                ("POST", ["subjects", var subject, "versions"]) => Post(subject, JsonNode.Parse(body)!.AsObject()),
                _ => (404, Error(404, "HTTP 404 Not Found")),
            };
        }
    }

    private (int Status, JsonObject Answer) Find(int id)
    {
        if (id < FirstId || id >= FirstId + _schemas.Count)
        {
            return (404, Error(40403, "Schema not found"));
        }

        JsonObject known = _schemas[id - FirstId];
        var answer = new JsonObject { ["schema"] = known["schema"]!.DeepClone() };
        if ((string)known["type"]! != "AVRO")
        {
            answer["schemaType"] = known["type"]!.DeepClone(); // Left out for Avro, as the API says.
        }

        if (known["references"] is { } references)
        {
            answer["references"] = references.DeepClone();
        }

        return (200, answer);
    }

    private (int Status, JsonObject Answer) Version(string subject, int version)
    {
        if (!_subjects.TryGetValue(subject, out List<int>? versions) || version > versions.Count)
        {
            return (404, Error(40402, "Version not found"));
        }

        (int status, JsonObject answer) = Find(versions[version - 1]);
        (answer["subject"], answer["version"], answer["id"]) = (subject, version, versions[version - 1]);
        return (status, answer);
    }

    private (int Status, JsonObject Answer) Post(string subject, JsonObject request)
    {
        string schema = (string)request["schema"]!;
        return Closed.Contains(subject)
            ? (409, Error(409, "Schema being registered is incompatible with an earlier schema"))
            : (200, new JsonObject
            {
                ["id"] = Register(subject, schema, (string?)request["schemaType"] ?? "AVRO"),
            });
    }

    private static JsonObject Error(int code, string message) =>
        new() { ["error_code"] = code, ["message"] = message };
}
