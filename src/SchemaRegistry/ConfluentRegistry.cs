using System.Net;
using Confluent.SchemaRegistry;

namespace Kappa;

/// <summary>A Confluent schema registry, or one that speaks its API.</summary>
/// <remarks>
/// Every answer is kept in a file, one line each: what was asked once needs no registry again, so a replay runs
/// while the registry is away, and writes the ids that were written before. Thread-safe.
/// </remarks>
public sealed class ConfluentRegistry : ISchemaRegistry, IDisposable
{
    private const int UnknownSchema = 40403; // Error code of the API: no schema of that id.

    private readonly Lazy<CachedSchemaRegistryClient> _client;
    private readonly Lazy<SchemaFile> _file;
    private readonly string _address;

    /// <summary>A registry at an address. Nothing is asked, and no file read, before the first record.</summary>
    /// <param name="address">Its address, such as <c>http://localhost:8081</c>; several with commas.</param>
    /// <param name="cacheFile">
    /// Path of the file with its answers; made, with its folder, when there is one. One for each registry.
    /// </param>
    /// <param name="settings">
    /// Further settings of Confluent's client, such as <c>schema.registry.basic.auth.user.info</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The settings allow no attempt at all.</exception>
    public ConfluentRegistry(
        string address, string cacheFile, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentException.ThrowIfNullOrWhiteSpace(cacheFile);
        _address = address;
        _file = new Lazy<SchemaFile>(() => new SchemaFile(cacheFile));
        var config = new SchemaRegistryConfig { Url = address };
        foreach ((string name, string value) in settings ?? new Dictionary<string, string>())
        {
            config.Set(name, value);
        }

        if (config.MaxRetries is 0)
        {
            // It would send nothing and fail without a reason.
            throw new ArgumentOutOfRangeException(
                nameof(settings), 0, "Confluent's client needs a schema.registry.max.retries of at least 1.");
        }

        _client = new Lazy<CachedSchemaRegistryClient>(() => new CachedSchemaRegistryClient(config));
    }

    /// <inheritdoc/>
    public RegisteredSchema? Find(int id) => _file.Value.Find(id) ?? Fetch(id);

    /// <inheritdoc/>
    public int IdOf(string subject, SchemaFormat format, string schema) => _file.Value.IdOf(subject, format, schema)
        ?? _file.Value.Add(subject, format, schema, Ask(
            $"the id of a schema of {subject}",
            () => _client.Value.RegisterSchemaAsync(subject, new Schema(schema, TypeOf(format)))));

    /// <summary>Lets go of the connection.</summary>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static SchemaType TypeOf(SchemaFormat format) => format switch
    {
        SchemaFormat.Avro => SchemaType.Avro,
        SchemaFormat.Protobuf => SchemaType.Protobuf,
        _ => SchemaType.Json,
    };

    private static SchemaFormat FormatOf(SchemaType type) => type switch
    {
        SchemaType.Avro => SchemaFormat.Avro,
        SchemaType.Protobuf => SchemaFormat.Protobuf,
        _ => SchemaFormat.Json,
    };

    private RegisteredSchema? Fetch(int id)
    {
        try
        {
            Schema found = Ask($"schema id {id}", () => _client.Value.GetSchemaAsync(id));
            var references = new List<string>();
            Collect(found, references, []);
            return _file.Value.Add(
                new RegisteredSchema(id, FormatOf(found.SchemaType), found.SchemaString, references));
        }
        catch (KappaException error) when (error.InnerException is SchemaRegistryException { ErrorCode: UnknownSchema })
        {
            return null; // Not kept: it may be registered later.
        }
    }

    private void Collect(Schema schema, List<string> texts, HashSet<(string Subject, int Version)> seen)
    {
        foreach (SchemaReference reference in schema.References ?? [])
        {
            if (seen.Add((reference.Subject, reference.Version)))
            {
                Schema referred = Ask(
                    $"version {reference.Version} of {reference.Subject}",
                    async () => await _client.Value.GetRegisteredSchemaAsync(reference.Subject, reference.Version));
                Collect(referred, texts, seen);
                texts.Add(referred.SchemaString);
            }
        }
    }

    private T Ask<T>(string what, Func<Task<T>> ask)
    {
        try
        {
            // The thread that processes waits: a message that cannot be read cannot be passed by.
            return Task.Run(ask).GetAwaiter().GetResult();
        }
        catch (SchemaRegistryException error) when (IsAnswer(error.Status))
        {
            throw RegistryErrors.Refused(_address, what, error);
        }
        catch (Exception error) when (error is SchemaRegistryException or HttpRequestException
            or TaskCanceledException or IOException or InvalidOperationException)
        {
            throw RegistryErrors.Away(_address, what, error);
        }
    }

    /// <summary>Whether asking again would give the same.</summary>
    private static bool IsAnswer(HttpStatusCode status) =>
        status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);
}
