using System.Runtime.CompilerServices;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Topics behind a worker.</summary>
internal sealed class WorkerTopics(WorkerClient worker) : ITopicAccess
{
    private const string Path = "/api/v1/topics";

    public async Task<TopicList> ListAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await worker.GetAsync(Path, cancellationToken), WorkerJson.Readable.TopicList)!;

    public async Task<TopicInfo> CreateAsync(CreateTopicRequest request, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.Default.CreateTopicRequest));
        return JsonSerializer.Deserialize(
            await worker.PostAsync(Path, body, cancellationToken), WorkerJson.Readable.TopicInfo)!;
    }

    public async Task<TopicInfo> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await worker.GetAsync(PathOf(topic), cancellationToken), WorkerJson.Readable.TopicInfo)!;

    public async Task<TopicInfo> DeleteAsync(string topic, bool force, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await worker.DeleteAsync($"{PathOf(topic)}?force={(force ? "true" : "false")}", cancellationToken),
            WorkerJson.Readable.TopicInfo)!;

    public async Task<ProduceResult> ProduceAsync(
        string topic, RecordFields fields, Func<ILineSink, Task> read, CancellationToken cancellationToken)
    {
        var sender = new RecordSender(worker, topic, fields);
        try
        {
            await read(sender);
        }
        catch (RecordLineException error)
        {
            await sender.PauseAsync(cancellationToken);
            throw error.With(sender.Acknowledged);
        }

        return new ProduceResult(topic, sender.Acknowledged, sender.Offsets);
    }

    public async Task<SettledLetters> SettleAsync(
        string topic, LetterOutcome outcome, SettleLettersRequest request, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(request, RequestJson.Default.SettleLettersRequest));
        string verb = outcome == LetterOutcome.Retried ? "retry" : "drop";
        return JsonSerializer.Deserialize(
            await worker.PostAsync($"{PathOf(topic)}/letters:{verb}", body, cancellationToken),
            WorkerJson.Readable.SettledLetters)!;
    }

    public async IAsyncEnumerable<string> ConsumeAsync(
        RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = $"{PathOf(query.Topic)}/records?partition={query.Partition}" +
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

    private static string PathOf(string topic) => $"{Path}/{AddressPart.Of(topic)}";
}
