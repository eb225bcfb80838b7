using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Topics of a log that no worker has.</summary>
internal sealed class DirectTopics(DirectLog log, TimeProvider time) : ITopicAccess
{
    public Task<TopicList> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(TopicService.List(log.Log));

    public Task<TopicInfo> CreateAsync(CreateTopicRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(TopicService.Create(log.Log, request));

    public Task<TopicInfo> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        Task.FromResult(TopicService.Describe(log.Log, topic));

    public Task<TopicInfo> DeleteAsync(string topic, bool force, CancellationToken cancellationToken) =>
        Task.FromResult(TopicService.Delete(log.Log, topic, force));

    public async Task<ProduceResult> ProduceAsync(
        string topic, RecordFields fields, Func<ILineSink, Task> read, CancellationToken cancellationToken)
    {
        using var ingest = new RecordIngest(
            log.Log, TopicService.Require(log.Log, topic), fields, time, commitAtPauses: true);
        return await ingest.RunAsync(read);
    }

    public Task<SettledLetters> SettleAsync(
        string topic, LetterOutcome outcome, SettleLettersRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(LetterDesk.Settle(log.Log, topic, outcome, request, time));

    public async IAsyncEnumerable<string> ConsumeAsync(
        RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new TopicReader(log.Log, query);
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
        log.Dispose();
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
