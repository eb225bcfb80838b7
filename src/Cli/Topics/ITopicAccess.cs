using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Topics, wherever they are: behind a worker, in files that nobody owns, or on a Kafka cluster.</summary>
internal interface ITopicAccess : IAsyncDisposable
{
    Task<TopicList> ListAsync(CancellationToken cancellationToken);

    Task<TopicInfo> CreateAsync(CreateTopicRequest request, CancellationToken cancellationToken);

    Task<TopicInfo> DescribeAsync(string topic, CancellationToken cancellationToken);

    /// <summary>Deletes a topic with its records, and gives what it was.</summary>
    Task<TopicInfo> DeleteAsync(string topic, bool force, CancellationToken cancellationToken);

    /// <summary>Writes the JSON lines that a source gives.</summary>
    /// <exception cref="RecordLineException">A line is no record; it says what was written before it.</exception>
    Task<ProduceResult> ProduceAsync(
        string topic, RecordFields fields, Func<ILineSink, Task> read, CancellationToken cancellationToken);

    /// <summary>Settles dead letters of a topic.</summary>
    Task<SettledLetters> SettleAsync(
        string topic, LetterOutcome outcome, SettleLettersRequest request, CancellationToken cancellationToken);

    /// <summary>Reads envelopes.</summary>
    IAsyncEnumerable<string> ConsumeAsync(RecordQuery query, CancellationToken cancellationToken);
}
