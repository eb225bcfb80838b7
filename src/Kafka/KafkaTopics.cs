using Confluent.Kafka;
using Confluent.Kafka.Admin;
using TopicDescription = Kappa.Logs.TopicDescription;

namespace Kappa.Kafka;

/// <summary>The topics of a cluster: made, changed and looked up; what is known is kept for a while.</summary>
/// <remarks>Thread-safe. What others do to topics is seen after some seconds, or when something is not found.</remarks>
internal sealed class KafkaTopics(KafkaAdmin admin, KafkaLogOptions options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KafkaTopic> _known = new(StringComparer.Ordinal);
    private long? _listedAt;

    /// <summary>All topics but those of Kafka itself, by name.</summary>
    public IReadOnlyList<KafkaTopic> All()
    {
        lock (_lock)
        {
            if (_listedAt is not { } at || time.GetElapsedTime(at) > Fresh)
            {
                Look(admin.Call("listing topics", () => Task.FromResult(admin.Client.GetMetadata(admin.TryTimeout)))
                    .Topics.Where(topic => !topic.Topic.StartsWith("__", StringComparison.Ordinal))
                    .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count));
                _listedAt = time.GetTimestamp();
            }

            return [.. _known.Values.OrderBy(topic => topic.Description.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Finds a topic; one that is not known is asked for.</summary>
    public KafkaTopic? Find(string topic)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(topic, out KafkaTopic? known))
            {
                return known;
            }

            if (Partitions(topic) is not { } partitions)
            {
                return null;
            }

            Add(new Dictionary<string, int> { [topic] = partitions });
            return _known[topic];
        }
    }

    /// <summary>Whether a topic that is known is still there, by asking.</summary>
    public bool IsThere(KafkaTopic topic)
    {
        lock (_lock)
        {
            if (!topic.IsDeleted && Partitions(topic.Description.Name) is null)
            {
                Forget(topic);
            }

            return !topic.IsDeleted;
        }
    }

    /// <exception cref="KappaException">KAP2103: there is no such partition.</exception>
    public KafkaTopic Require(TopicPartition partition)
    {
        KafkaTopic? topic = Find(partition.Topic);
        return topic is not null && (uint)partition.Partition < (uint)topic.Description.Partitions
            ? topic
            : throw LogErrors.NoSuchPartition(partition, topic?.Description, Suggestion(partition.Topic));
    }

    public TopicDescription Create(string topic, TopicSettings settings)
    {
        TopicStore.Check(topic, settings);
        lock (_lock)
        {
            if (Find(topic) is not null)
            {
                throw LogErrors.TopicExists(topic);
            }

            var specification = new TopicSpecification
            {
                Name = topic,
                NumPartitions = settings.Partitions,
                ReplicationFactor = options.Replication ?? -1,
                Configs = KafkaTopicConfigs.Of(topic, settings, options.Replication ?? admin.DefaultReplication),
            };
            Change($"creating topic '{topic}'", ErrorCode.TopicAlreadyExists, () => admin.Client.CreateTopicsAsync(
                [specification],
                new CreateTopicsOptions { RequestTimeout = admin.TryTimeout, OperationTimeout = admin.TryTimeout }));
            admin.Until(
                $"topic '{topic}' got its leaders", () => Partitions(topic, withLeaders: true) == settings.Partitions);
            Add(new Dictionary<string, int> { [topic] = settings.Partitions });
            return _known[topic].Description;
        }
    }

    public TopicDescription AddPartitions(string topic, int partitions)
    {
        lock (_lock)
        {
            KafkaTopic known = Find(topic) ?? throw LogErrors.NoSuchTopic(
                topic, "no partitions were added", Suggestion(topic));
            TopicStore.CheckMore(known.Description, partitions);
            admin.Call($"adding partitions to topic '{topic}'", async () =>
            {
                await admin.Client.CreatePartitionsAsync(
                    [new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]).ConfigureAwait(false);
                return true;
            });
            admin.Until(
                $"the new partitions of '{topic}' got their leaders",
                () => Partitions(topic, withLeaders: true) == partitions);
            admin.Renew();
            known.Update(known.Description with { Partitions = partitions });
            return known.Description;
        }
    }

    public void Delete(string topic)
    {
        lock (_lock)
        {
            KafkaTopic known = Find(topic) ?? throw LogErrors.NoSuchTopic(
                topic, "nothing was deleted", Suggestion(topic));
            Change($"deleting topic '{topic}'", ErrorCode.UnknownTopicOrPart, () => admin.Client.DeleteTopicsAsync(
                [topic],
                new DeleteTopicsOptions { RequestTimeout = admin.TryTimeout, OperationTimeout = admin.TryTimeout }));
            Forget(known);
            admin.Until($"topic '{topic}' was deleted", () => Partitions(topic) is null);
            admin.Renew();
        }
    }

    public string Suggestion(string topic) =>
        NearestName.Suggestion(topic, All().Select(other => other.Description.Name));

    /// <summary>
    /// Asks for one topic; null where there is none. Unlike a look at the metadata it never creates it.
    /// </summary>
    private int? Partitions(string topic, bool withLeaders = false)
    {
        Look_ found = admin.Call($"looking for topic '{topic}'", async () =>
        {
            try
            {
                DescribeTopicsResult result = await admin.Client.DescribeTopicsAsync(
                    TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions
                    {
                        RequestTimeout = admin.TryTimeout,
                    }).ConfigureAwait(false);
                return Look_.Of(result.TopicDescriptions[0]);
            }
            catch (DescribeTopicsException error)
            {
                Error one = error.Results.TopicDescriptions[0].Error;
                return one.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.TopicException
                    ? default : throw new KafkaException(one);
            }
        });
        return found.Partitions > 0 && (!withLeaders || found.HasLeaders) ? found.Partitions : null;
    }

    /// <summary>Takes over a look at all topics.</summary>
    private void Look(Dictionary<string, int> there)
    {
        foreach (KafkaTopic gone in _known.Values.Where(topic => !there.ContainsKey(topic.Description.Name)).ToList())
        {
            Forget(gone);
        }

        foreach (KafkaTopic topic in _known.Values)
        {
            topic.Update(topic.Description with
            {
                Partitions = Math.Max(topic.Description.Partitions, there[topic.Description.Name]),
            });
        }

        Add(there.Where(pair => !_known.ContainsKey(pair.Key)).ToDictionary(), isAsked: false);
    }

    /// <summary>Changes a topic; a controller that hangs is not waited for, another one is asked.</summary>
    /// <param name="doing">What it is for, to be read behind "while".</param>
    /// <param name="done">What the cluster says where a try before, which got no answer, has done it.</param>
    /// <param name="change">The change.</param>
    private void Change(string doing, ErrorCode done, Func<Task> change)
    {
        int tries = 0;
        admin.Call(doing, async () =>
        {
            try
            {
                await change().ConfigureAwait(false);
            }
            catch (KafkaException error) when (tries++ > 0 && KafkaAdmin.ErrorOf(error).Code == done)
            {
                // Whoever called looks at the topic itself.
            }

            return true;
        });
    }

    private void Add(Dictionary<string, int> topics, bool isAsked = true)
    {
        if (topics.Count == 0)
        {
            return;
        }

        foreach ((string name, Dictionary<string, ConfigEntryResult> entries) in admin.Call(
            "reading the settings of topics", () => DescribeAsync(topics.Keys, mustKnow: isAsked)))
        {
            _known[name] = new KafkaTopic(KafkaTopicConfigs.Describe(name, topics[name], entries));
        }
    }

    /// <summary>
    /// The settings of topics; of those that somebody deletes meanwhile, or that not every broker knows yet, there are
    /// none.
    /// </summary>
    private async Task<Dictionary<string, Dictionary<string, ConfigEntryResult>>> DescribeAsync(
        IEnumerable<string> topics, bool mustKnow)
    {
        try
        {
            List<DescribeConfigsResult> results = await admin.Client.DescribeConfigsAsync(
                topics.Select(topic => new ConfigResource { Name = topic, Type = ResourceType.Topic }),
                new DescribeConfigsOptions { RequestTimeout = admin.TryTimeout }).ConfigureAwait(false);
            return results.ToDictionary(result => result.ConfigResource.Name, result => result.Entries);
        }
        catch (DescribeConfigsException error) when (error.Results.All(
            result => !result.Error.IsError || result.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            return !mustKnow
                ? error.Results.Where(result => !result.Error.IsError)
                    .ToDictionary(result => result.ConfigResource.Name, result => result.Entries)
                : throw new KafkaException(new Error(
                    ErrorCode.ReplicaNotAvailable, "Not every broker knows the topic yet."));
        }
    }

    private void Forget(KafkaTopic topic)
    {
        topic.Delete();
        _known.Remove(topic.Description.Name);
        _listedAt = null;
    }

    private readonly record struct Look_(int Partitions, bool HasLeaders)
    {
        public static Look_ Of(Confluent.Kafka.Admin.TopicDescription topic) => new(
            topic.Partitions.Count, topic.Partitions.All(partition => partition.Leader is { Id: >= 0 }));
    }
}
