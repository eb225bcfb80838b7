namespace Kappa.Kafka;

/// <summary>The consumer clients of a log: as many as there are readers of one partition at the same time.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ConsumerClients(KafkaProperties properties) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ReadIsolation, List<ConsumerClient>> _clients = [];
    private bool _disposed;

    /// <summary>Takes a partition on a client, a new one where all others read it.</summary>
    public (ConsumerClient Client, nint Topic) Take(KafkaTopic topic, int partition, ReadIsolation isolation)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_clients.TryGetValue(isolation, out List<ConsumerClient>? clients))
            {
                _clients[isolation] = clients = [];
            }

            foreach (ConsumerClient client in clients)
            {
                if (client.TryTake(topic, partition) is var handle and not 0)
                {
                    return (client, handle);
                }
            }

            var added = new ConsumerClient(RdKafkaClient.Start(
                RdKafkaType.Consumer, ConsumerSettings.Of(properties, isolation), events: 0));
            clients.Add(added);
            return (added, added.TryTake(topic, partition));
        }
    }

    public void Free(ConsumerClient client, KafkaTopic topic, int partition)
    {
        lock (_lock)
        {
            client.Free(topic, partition);
        }
    }

    /// <summary>Closes all clients; readers must be closed before.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (ConsumerClient client in _clients.Values.SelectMany(clients => clients))
            {
                client.Dispose();
            }

            _clients.Clear();
        }
    }
}
