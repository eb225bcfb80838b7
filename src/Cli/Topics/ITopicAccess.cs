using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Topics, wherever they are: behind a worker, or in files that nobody owns.</summary>
internal interface ITopicAccess : IAsyncDisposable
{
    Task<TopicList> ListAsync(CancellationToken cancellationToken);

    Task<TopicInfo> CreateAsync(CreateTopicRequest request, CancellationToken cancellationToken);

    /// <summary>Writes JSON lines.</summary>
    /// <exception cref="RecordLineException">A line is no record; it says what was written before it.</exception>
    Task<ProduceResult> ProduceAsync(string topic, string? keyField, Stream input, CancellationToken cancellationToken);

    /// <summary>Reads envelopes.</summary>
    IAsyncEnumerable<string> ConsumeAsync(RecordQuery query, CancellationToken cancellationToken);
}
