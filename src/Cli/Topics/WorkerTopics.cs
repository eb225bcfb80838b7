using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Topics behind a worker.</summary>
internal sealed class WorkerTopics(WorkerClient worker) : ITopicAccess
{
    /// <summary>Bytes read at a time, and so about the size of a request.</summary>
    public const int ReadBytes = 256 << 10;

    public async Task<TopicList> ListAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await worker.GetAsync("/api/v1/topics", cancellationToken), WorkerJson.Default.TopicList)!;

    public async Task<TopicInfo> CreateAsync(CreateTopicRequest request, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(request, WorkerJson.Default.CreateTopicRequest));
        return JsonSerializer.Deserialize(
            await worker.PostAsync("/api/v1/topics", body, cancellationToken), WorkerJson.Default.TopicInfo)!;
    }

    public async Task<ProduceResult> ProduceAsync(
        string topic, string? keyField, Stream input, CancellationToken cancellationToken)
    {
        var sender = new RecordSender(worker, topic, keyField);
        PipeReader reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: ReadBytes));
        try
        {
            await LineReader.ReadAsync(reader, sender, cancellationToken);
        }
        catch (RecordLineException error)
        {
            await sender.PauseAsync(cancellationToken);
            throw error.With(sender.Acknowledged);
        }

        return new ProduceResult(topic, sender.Acknowledged, sender.Offsets);
    }

    public async IAsyncEnumerable<string> ConsumeAsync(
        RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = $"/api/v1/topics/{Uri.EscapeDataString(query.Topic)}/records?partition={query.Partition}" +
            $"&from={query.From.Text}&limit={query.Limit}&follow={(query.Follow ? "true" : "false")}";
        await foreach (string line in worker.StreamAsync(path, cancellationToken))
        {
            if (!line.StartsWith("""{"end":""", StringComparison.Ordinal))
            {
                yield return line;
            }
            else if (!JsonElement.Parse(line).GetProperty("end").GetProperty("complete").GetBoolean())
            {
                throw CliErrors.ConnectionLost(worker.Address, null);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        worker.Dispose();
        return ValueTask.CompletedTask;
    }
}
