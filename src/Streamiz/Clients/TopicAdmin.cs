using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.StreamizHosting;

/// <summary>What Streamiz asks an administrator of Kafka for: nothing of it reaches a log.</summary>
internal sealed class TopicAdmin(StreamizTopics topics)
{
    public Metadata GetMetadata(TimeSpan timeout) => topics.Describe(null);

    public Metadata GetMetadata(string topic, TimeSpan timeout) => topics.Describe(topic);

    public Task CreateTopicsAsync(IEnumerable<TopicSpecification> specifications, CreateTopicsOptions? options)
    {
        foreach (TopicSpecification specification in specifications)
        {
            topics.Add(specification.Name);
        }

        return Task.CompletedTask;
    }

    /// <summary>Streamiz deletes what it has read of its own topics, which were never kept.</summary>
    public Task<List<DeleteRecordsResult>> DeleteRecordsAsync(
        IEnumerable<TopicPartitionOffset> offsets, DeleteRecordsOptions? options) =>
        Task.FromResult<List<DeleteRecordsResult>>([]);

    public void Dispose()
    {
        // Nothing is open.
    }
}
