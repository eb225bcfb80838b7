using System.Buffers;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Sends lines to a worker in requests of bounded size, each of which is acknowledged as a whole.</summary>
/// <remarks>Lines are checked here first: a broken one is found with its number in the file.</remarks>
internal sealed class RecordSender(WorkerClient worker, string topic, RecordFields fields) : ILineSink
{
    private readonly string _path = $"/api/v1/topics/{AddressPart.Of(topic)}/records?" +
        string.Join('&', Parameters(fields));

    private readonly RecordLineParser _parser = new(fields);
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly SortedDictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private int _records;
    private bool _hasAsked;

    public long Acknowledged { get; private set; }

    public IReadOnlyDictionary<string, long> Offsets => _offsets;

    public void Add(long line, ReadOnlySpan<byte> text)
    {
        if (_parser.TryParse(line, text))
        {
            _body.Write(text);
            _body.Write("\n"u8);
            _records++;
        }
    }

    public async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        if (_records == 0 && _hasAsked)
        {
            return; // The first request goes out even when it is empty: the topic may be misnamed.
        }

        using var content = new ReadOnlyMemoryContent(_body.WrittenMemory);
        try
        {
            string answer = await worker.PostAsync(_path, content, cancellationToken);
            ProduceResult result = JsonSerializer.Deserialize(answer, WorkerJson.Readable.ProduceResult)!;
            Acknowledged += result.Acknowledged;
            foreach ((string partition, long offset) in result.Offsets)
            {
                _offsets[partition] = offset;
            }
        }
        catch (IngestFullException error)
        {
            throw new IngestFullException(error, Acknowledged + error.Acknowledged);
        }
        catch (KappaException error) when (
            error.ExitCode == ExitCodes.Unreachable && (_hasAsked || error.InnerException is not null))
        {
            throw CliErrors.ProduceInterrupted(worker.Address, topic, Acknowledged, _records, error);
        }

        (_records, _hasAsked) = (0, true);
        _body.ResetWrittenCount();
    }

    private static IEnumerable<string> Parameters(RecordFields fields)
    {
        if (fields.Key is { } key)
        {
            yield return $"key={Uri.EscapeDataString(key)}";
        }

        if (fields.Timestamp is { } timestamp)
        {
            yield return $"timestamp={Uri.EscapeDataString(timestamp)}";
        }

        if (fields.AreValues)
        {
            yield return "values=true";
        }
    }
}
