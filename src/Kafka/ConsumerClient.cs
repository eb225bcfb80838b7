namespace Kappa.Kafka;

/// <summary>
/// A client of librdkafka that fetches partitions for readers, each into a queue of its own; a partition once.
/// </summary>
/// <remarks>
/// The pool guards it with its lock, except for the handles, which readers use while they have a place.
/// </remarks>
internal sealed class ConsumerClient(RdKafkaClient client) : IDisposable
{
    private readonly Dictionary<KafkaTopic, nint> _handles = [];
    private readonly HashSet<(KafkaTopic, int)> _taken = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public nint Native => client.Native;

    /// <summary>Takes a partition, unless another reader of this client has it.</summary>
    /// <returns>
    /// Handle of the topic; 0 where the partition is taken, or where the client knew an older topic of that name.
    /// </returns>
    public nint TryTake(KafkaTopic topic, int partition)
    {
        if (!_handles.TryGetValue(topic, out nint handle))
        {
            if (!_names.Add(topic.Description.Name))
            {
                return 0;
            }

            handle = RdKafka.TopicNew(Native, topic.Description.Name, 0);
            _handles.Add(topic, handle);
        }

        return _taken.Add((topic, partition)) ? handle : 0;
    }

    public void Free(KafkaTopic topic, int partition) => _taken.Remove((topic, partition));

    public void Dispose()
    {
        foreach (nint handle in _handles.Values)
        {
            RdKafka.TopicDestroy(handle);
        }

        client.Dispose();
    }
}
