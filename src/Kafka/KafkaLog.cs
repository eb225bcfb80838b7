using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Kappa.Kafka;

/// <summary>A Kafka cluster as the log (docs/kafka.md says what it needs).</summary>
/// <remarks>
/// Thread-safe, except for the readers and producers it opens. Retention and compaction are the brokers' work, so
/// <see cref="ILogAdmin.CleanUp"/> does nothing. What other clients do to topics is seen after some seconds.
/// </remarks>
public sealed class KafkaLog : ILog
{
    private readonly KafkaProperties _properties;
    private readonly KafkaAdmin _admin;
    private readonly KafkaTopics _topics;
    private readonly KafkaOffsets _offsets;
    private readonly KafkaTopicChanges _changes;
    private readonly ConsumerClients _consumers;
    private readonly KafkaGroups _groups;
    private readonly ChangeSignal _signal = new();
    private readonly ConcurrentDictionary<KafkaReader, bool> _readers = new();
    private int _disposed;

    private KafkaLog(KafkaProperties properties, KafkaAdmin admin, string clusterId, TimeProvider time)
    {
        (_properties, _admin, Time) = (properties, admin, time);
        _topics = new KafkaTopics(admin, properties.Options, time);
        _offsets = new KafkaOffsets(admin, _topics, time);
        _changes = new KafkaTopicChanges(admin, _topics, _offsets, _signal);
        _consumers = new ConsumerClients(properties);
        _groups = new KafkaGroups(this, properties, admin);
        Generation = GenerationOf(clusterId);
    }

    /// <summary>
    /// A number of the cluster, from its id: a state directory that belongs to another one is built again.
    /// </summary>
    public long Generation { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TopicDescription> Topics => [.. _topics.All().Select(topic => topic.Description)];

    /// <inheritdoc/>
    public ILogAdmin Admin => _changes;

    /// <inheritdoc/>
    public ILogGroups Groups => _groups;

    /// <inheritdoc/>
    public long ChangeNumber => _signal.Number;

    /// <summary>Name, version and file of the native library that was really loaded.</summary>
    public static string NativeLibrary => RdKafkaLibrary.Description;

    internal TimeProvider Time { get; }

    /// <inheritdoc cref="KafkaAdmin.Calls"/>
    internal long Calls => _admin.Calls;

    internal TimeSpan Timeout => _properties.Options.Timeout;

    /// <summary>Connects to a cluster, and finds out whether it answers.</summary>
    /// <param name="options">Which one, and how.</param>
    /// <param name="time">The clock of time-outs; null for the system's.</param>
    /// <exception cref="KappaException">
    /// KAP2501 (exit 2): a property is unknown, refused or missing. KAP2502 (exit 7): no answer within the time-out;
    /// the
    /// message names the cluster. KAP2505 (exit 5): the cluster refuses.
    /// </exception>
    public static KafkaLog Connect(KafkaLogOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var properties = new KafkaProperties(options);
        var admin = new KafkaAdmin(properties, time ?? TimeProvider.System);
        try
        {
            return new KafkaLog(properties, admin, admin.ClusterId(), time ?? TimeProvider.System);
        }
        catch
        {
            admin.Dispose();
            throw;
        }
    }

    /// <summary>
    /// How many copies the cluster keeps of what Kappa makes, in a sentence; null where it does not tell.
    /// </summary>
    /// <exception cref="KappaException">KAP2502 (exit 7): it does not answer.</exception>
    public string? DescribeCopies() => (_properties.Options.Replication ?? _admin.DefaultReplication) switch
    {
        null => null,
        1 => $"The cluster at {_properties.Servers} keeps one copy of each topic that Kappa makes " +
            "(default.replication.factor=1): what its broker loses is lost, and while it is away nothing goes on.",
        2 => $"The cluster at {_properties.Servers} keeps two copies of each topic that Kappa makes " +
            "(default.replication.factor=2). With three it could lose a broker and go on.",
        var copies => $"The cluster at {_properties.Servers} keeps {copies} copies of each topic that Kappa makes; " +
            "what is acknowledged is on two brokers at least.",
    };

    /// <inheritdoc/>
    public TopicDescription? Find(string topic) => _topics.Find(topic)?.Description;

    /// <inheritdoc/>
    public PartitionOffsets Offsets(TopicPartition partition) => _offsets.Of([partition])[0];

    /// <inheritdoc/>
    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions) =>
        _offsets.Of(partitions);

    /// <inheritdoc/>
    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends) =>
        _offsets.Stable(partitions, ends);

    /// <inheritdoc/>
    public void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest) =>
        _offsets.Ends(partitions, stable, latest);

    /// <inheritdoc/>
    public long? OffsetAt(TopicPartition partition, long timestampMs)
    {
        if (_offsets.At(partition, timestampMs) is not { } from)
        {
            return null;
        }

        // A marker has the time of its commit, so that the first record of that time may come later.
        using var cursor = new RecordCursor(OpenReader(partition, from));
        while (cursor.MoveNext(long.MaxValue))
        {
            if (cursor.TimestampMs >= timestampMs)
            {
                return cursor.Offset;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed)
    {
        KafkaTopic topic = _topics.Require(partition);
        RequireInRange(topic, partition, offset, isolation);
        WarnOfRetention(topic);
        var feed = new PartitionFeed(_consumers, topic, partition.Partition, isolation, _signal);
        var reader = new KafkaReader(this, topic, partition, offset, isolation, feed);
        _readers.TryAdd(reader, true);
        return reader;
    }

    /// <inheritdoc/>
    public ILogProducer OpenProducer(string? transactionalId = null) =>
        new KafkaProducer(this, _properties, transactionalId);

    /// <inheritdoc/>
    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        _signal.WaitAsync(seen, cancellationToken);

    /// <summary>Closes the connections; readers that are still open are closed with them.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _signal.End(new ObjectDisposedException(nameof(KafkaLog)));
        foreach (KafkaReader reader in _readers.Keys)
        {
            reader.Dispose();
        }

        _consumers.Dispose();
        _admin.Dispose();
    }

    /// <summary>A producer of this log has committed: readers of this process see it from now on.</summary>
    /// <param name="partition">Where it has written.</param>
    /// <param name="end">The offset after the commit marker, or after the last record without a transaction.</param>
    internal void NoteCommitted(TopicPartition partition, long end)
    {
        _topics.Find(partition.Topic)?.Ends(partition.Partition).Committed(end);
        _signal.Move();
    }

    /// <summary>A producer of this log has committed offsets of a group: they are found from now on.</summary>
    internal void RequireCoordinators(string group) => _groups.RequireCoordinators(group);

    internal void NoteCommitted(string group, IReadOnlyDictionary<TopicPartition, long> offsets) =>
        _groups.NoteCommitted(group, offsets);

    /// <exception cref="KappaException">KAP2103: there is no such partition.</exception>
    internal KafkaTopic Require(TopicPartition partition) => _topics.Require(partition);

    /// <summary>Whether a topic that is known is still there, by asking.</summary>
    internal bool IsThere(KafkaTopic topic) => _topics.IsThere(topic);

    /// <summary>The topic that a wrong name may have meant, as the end of a message.</summary>
    internal string Suggestion(string topic) => _topics.Suggestion(topic);

    internal void Closed(KafkaReader reader) => _readers.TryRemove(reader, out _);

    /// <summary>Asks for the end of a partition.</summary>
    internal void LookAtEnds(TopicPartition partition, ReadIsolation isolation)
    {
        if (isolation == ReadIsolation.Committed)
        {
            StableEnds([partition], stackalloc long[1]);
        }
        else
        {
            Offsets(partition);
        }
    }

    /// <summary>Refuses an offset that is none of the partition.</summary>
    internal void RequireInRange(KafkaTopic topic, TopicPartition partition, long offset, ReadIsolation isolation)
    {
        // Whether somebody else has deleted its front meanwhile shows when it is read.
        PartitionEnds known = topic.Ends(partition.Partition);
        if (known.IsBegun && offset >= known.Earliest && offset <= known.Known(isolation))
        {
            return;
        }

        long started = Time.GetTimestamp();
        PartitionOffsets offsets = Offsets(partition);
        while (isolation == ReadIsolation.Committed && IsUndecided(offset, offsets))
        {
            if (Time.GetElapsedTime(started) > Timeout)
            {
                throw KafkaErrors.Unreachable(
                    _properties.Servers, $"reading {partition} from offset {offset}", Timeout,
                    $"the transaction at offset {offsets.LastStable} is not decided.");
            }

            _admin.Pause();
            offsets = Offsets(partition);
        }

        long end = isolation == ReadIsolation.Committed ? offsets.LastStable : offsets.Latest;
        if (offset < offsets.Earliest || offset > end)
        {
            throw LogErrors.OffsetOutOfRange(partition, offset, offsets);
        }
    }

    /// <summary>
    /// Whether an offset lies behind a transaction that was committed, but is not marked everywhere yet: its marker may
    /// be the last offset before it. Brokers answer a commit first, and mark it then, however long that takes.
    /// </summary>
    private static bool IsUndecided(long offset, PartitionOffsets offsets) =>
        offset > offsets.LastStable && offsets.LastStable < offsets.Latest && offset <= offsets.Latest + 1;

    /// <summary>Throws where waiting does not help.</summary>
    internal void ThrowIfFinal(KafkaTopic topic, TopicPartition partition, long offset, RdKafkaError error)
    {
        if (RdKafkaCode.IsNoSuchTopic(error.Code) && !_topics.IsThere(topic))
        {
            throw LogErrors.DeletedWhileRead(partition, offset);
        }

        if (ConsumerCode.IsOutOfRange(error.Code) && Offsets(partition) is var there)
        {
            if (there.Earliest > offset)
            {
                throw LogErrors.RecordsDeletedWhileRead(partition, offset, there.Earliest);
            }

            if (there.Latest < offset || ConsumerCode.IsTruncation(error.Text))
            {
                throw LogErrors.RecordsLostWhileRead(partition, offset, there.Latest);
            }
        }

        if (ConsumerCode.IsRefused(error.Code))
        {
            throw KafkaErrors.Refused(_properties.Servers, $"reading {partition}", error.Text + ".");
        }
    }

    /// <summary>The records that are there did not come.</summary>
    internal KappaException NoRecords(TopicPartition partition, long offset, RdKafkaError? error) =>
        KafkaErrors.Unreachable(
            _properties.Servers, $"{partition} was read at offset {offset}", Timeout,
            (error?.Text ?? _admin.LastError ?? "nothing came") + ".");

    private static long GenerationOf(string clusterId) => BinaryPrimitives.ReadInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(clusterId))) & long.MaxValue;

    private void WarnOfRetention(KafkaTopic topic)
    {
        TopicDescription description = topic.Description;
        if (topic.IsWarned || description.RetentionTime is not { } retention)
        {
            return;
        }

        topic.IsWarned = true;
        _properties.Options.Notice?.Invoke(
            $"Topic '{description.Name}' loses records whose timestamp is older than {retention.TotalDays:0.##} " +
            "days, " +
            "however lately they were written, so it cannot be replayed whole. Keep them with: kafka-configs " +
            $"--bootstrap-server {_properties.Servers} --alter --entity-type topics --entity-name {description.Name} " +
            "--add-config retention.ms=-1");
    }
}
