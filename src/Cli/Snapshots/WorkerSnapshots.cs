using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Tables behind a worker: it compares and writes, and this process reads dumps and writes files.</summary>
internal sealed class WorkerSnapshots(WorkerClient worker, CliContext context) : ISnapshotAccess
{
    private const string End = """{"end":""";

    public async Task<SnapshotResult> ApplyAsync(
        string topic, ISnapshotSource dump, SnapshotOptions options, CancellationToken cancellationToken)
    {
        SnapshotManifest? last = null;
        await foreach (SnapshotManifest manifest in SnapshotsAsync(topic, "?last=1", cancellationToken))
        {
            last = manifest;
        }

        using var body = new SentDump(dump, SnapshotRows.TypesOf(options, last), cancellationToken);
        string answer;
        try
        {
            Task<string> sending = worker.SendAsync(
                $"{PathOf(topic)}/snapshots?{SnapshotQuery.Write(options)}", body, cancellationToken);
            await new WorkerPhases(worker, context, topic, $"{PathOf(topic)}/snapshots/running")
                .ShowAsync(body.Sent, sending, cancellationToken);
            answer = await sending;
        }
        catch (KappaException error)
        {
            throw body.ErrorOf(error, worker.Address);
        }

        body.ThrowIfFailed();
        SnapshotAnswer done = JsonSerializer.Deserialize(answer, WorkerJson.Readable.SnapshotAnswer)!;
        foreach (string notice in done.Notices)
        {
            await context.Error.WriteLineAsync(notice);
        }

        return done.Result;
    }

    public Task<TableFold> FoldAsync(string topic, string? moment, CancellationToken cancellationToken)
    {
        string query = moment is null ? "" : $"?asOf={Uri.EscapeDataString(moment)}";
        return TableFold.TakeAsync(async fold =>
        {
            var parser = new RecordLineParser(RecordFields.None);
            await foreach (string line in StreamAsync($"{PathOf(topic)}/table{query}", cancellationToken))
            {
                parser.TryParse(1, Encoding.UTF8.GetBytes(line));
                fold.Put(parser.Key, parser.Value, parser.TimestampMs ?? 0);
            }
        });
    }

    public IAsyncEnumerable<SnapshotManifest> SnapshotsAsync(string topic, CancellationToken cancellationToken) =>
        SnapshotsAsync(topic, "", cancellationToken);

    public async IAsyncEnumerable<KeyChange> ChangesAsync(
        string topic, string key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = $"{PathOf(topic)}/changes?key={Uri.EscapeDataString(key)}";
        await foreach (string line in StreamAsync(path, cancellationToken))
        {
            yield return JsonSerializer.Deserialize(line, SnapshotJson.Readable.KeyChange)!;
        }
    }

    public void Dispose() => worker.Dispose();

    private static string PathOf(string topic) => $"/api/v1/topics/{AddressPart.Of(topic)}";

    private async IAsyncEnumerable<SnapshotManifest> SnapshotsAsync(
        string topic, string query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string line in StreamAsync($"{PathOf(topic)}/snapshots{query}", cancellationToken))
        {
            yield return JsonSerializer.Deserialize(line, SnapshotJson.Readable.SnapshotManifest)!;
        }
    }

    private async IAsyncEnumerable<string> StreamAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string line in worker.StreamAsync(path, cancellationToken))
        {
            if (!line.StartsWith(End, StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }
}
