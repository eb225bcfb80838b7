using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Topics in the files of a directory, which this process owns meanwhile.</summary>
internal sealed class DirectTopics : ITopicAccess
{
    private readonly DirectoryOwner _owner;
    private readonly EmbeddedLog _log;
    private readonly TimeProvider _time;

    private DirectTopics(DirectoryOwner owner, EmbeddedLog log, TimeProvider time)
    {
        (_owner, _log, _time) = (owner, log, time);
    }

    public static DirectTopics Open(string directory, TimeProvider time)
    {
        DirectoryOwner owner = DirectoryOwner.Take(directory);
        try
        {
            EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(directory).Log, time: time);
            return new DirectTopics(owner, log, time);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public Task<TopicList> ListAsync(CancellationToken cancellationToken) => Task.FromResult(TopicService.List(_log));

    public Task<TopicInfo> CreateAsync(CreateTopicRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(TopicService.Create(_log, request));

    public async Task<ProduceResult> ProduceAsync(
        string topic, string? keyField, Stream input, CancellationToken cancellationToken)
    {
        using var ingest = new RecordIngest(
            _log, TopicService.Require(_log, topic), keyField, _time, commitAtPauses: true);
        PipeReader reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: WorkerTopics.ReadBytes));
        return await ingest.RunAsync(reader, cancellationToken);
    }

    public async IAsyncEnumerable<string> ConsumeAsync(
        RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new TopicReader(_log, query);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe();
        Task copying = CopyAsync(reader, pipe.Writer, stop.Token);
        try
        {
            using var lines = new StreamReader(pipe.Reader.AsStream());
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                yield return line;
            }

            await copying;
        }
        finally
        {
            // Wherever the caller stopped: the cursor must not be in use when it is disposed.
            await stop.CancelAsync();
            await copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task CopyAsync(TopicReader reader, PipeWriter output, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await reader.CopyToAsync(output, cancellationToken);
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            await output.CompleteAsync(failure);
        }
    }
}
