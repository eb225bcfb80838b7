using System.Text.Json;

namespace Kappa;

/// <summary>The answers of a registry: a line of JSON each. Ids and schemas never change, so it only grows.</summary>
/// <remarks>
/// Thread-safe; several processes may add to one file, each line in one write at its end. A last line that a kill cut
/// short is left out, and asked for again.
/// </remarks>
internal sealed class SchemaFile
{
    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, RegisteredSchema> _schemas = [];
    private readonly Dictionary<(string Subject, SchemaFormat Format, string Schema), int> _ids = [];
    private bool _endsInside; // A kill cut the last line short.

    public SchemaFile(string path)
    {
        _path = Path.GetFullPath(path);
        string text = Guarded(() => File.Exists(_path) ? File.ReadAllText(_path) : "");
        string[] lines = text.Split('\n');
        _endsInside = lines[^1].Length > 0;
        for (int line = 0; line < lines.Length - 1; line++)
        {
            if (lines[line].Length > 0)
            {
                Take(Parse(lines[line], line + 1));
            }
        }
    }

    public RegisteredSchema? Find(int id)
    {
        lock (_lock)
        {
            return _schemas.GetValueOrDefault(id);
        }
    }

    public int? IdOf(string subject, SchemaFormat format, string schema)
    {
        lock (_lock)
        {
            return _ids.TryGetValue((subject, format, schema), out int id) ? id : null;
        }
    }

    /// <summary>Keeps an answer.</summary>
    public RegisteredSchema Add(RegisteredSchema schema)
    {
        Append(new SchemaFileLine(schema.Id, schema.Format, schema.Text, null, schema.References));
        return schema;
    }

    /// <summary>Keeps the id of a schema.</summary>
    public int Add(string subject, SchemaFormat format, string schema, int id)
    {
        Append(new SchemaFileLine(id, format, schema, subject, null));
        return id;
    }

    private SchemaFileLine Parse(string text, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, SchemaFileJson.Default.SchemaFileLine) is { Id: > 0, Schema: not null }
                and { } line)
            {
                return line;
            }
        }
        catch (JsonException cause)
        {
            throw RegistryErrors.FileUnreadable(_path, $"line {number} is no answer of one: {cause.Message}", cause);
        }

        throw RegistryErrors.FileUnreadable(_path, $"line {number} is no answer of one.");
    }

    private void Take(SchemaFileLine line)
    {
        if (line.Subject is { } subject)
        {
            _ids[(subject, line.Format, line.Schema)] = line.Id;
        }
        else
        {
            _schemas[line.Id] = new RegisteredSchema(line.Id, line.Format, line.Schema, line.References ?? []);
        }
    }

    private void Append(SchemaFileLine line)
    {
        lock (_lock)
        {
            Guarded(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                CutTornLine();
                using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
                stream.Write(
                    [.. JsonSerializer.SerializeToUtf8Bytes(line, SchemaFileJson.Default.SchemaFileLine), (byte)'\n']);
                return true;
            });
            Take(line);
        }
    }

    private void CutTornLine()
    {
        if (_endsInside)
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite);
            byte[] all = new byte[stream.Length];
            stream.ReadExactly(all);
            stream.SetLength(all.AsSpan().LastIndexOf((byte)'\n') + 1);
            _endsInside = false;
        }
    }

    private T Guarded<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw RegistryErrors.FileUnreadable(_path, $"{cause.Message.TrimEnd('.')}.", cause);
        }
    }
}
