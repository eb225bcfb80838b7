using System.Text;

namespace Kappa.Logs;

/// <summary>The log in a directory of this machine, or in memory: topics and transactions without a broker.</summary>
/// <remarks>
/// Segments hold Kafka's record batches v2; a journal decides commits (docs/log-format.md). Thread-safe, except for the
/// readers and producers it opens. One process owns the directory: take a <see cref="DirectoryOwner"/> first. After an
/// error of the disk the log is dead: every later commit fails with the same error, and only a restart helps.
/// </remarks>
public sealed class EmbeddedLog : ILog, ILogAdmin
{
    private const string MemoryRoot = "log";
    private const int NeverIntervals = 10; // Cuts reach only synced records, so even "never" syncs now and then.
    private const int MemoryJournalBytes = 1 << 20; // Nothing outlives the process, so the journal need not be long.

    private readonly LogContext _context;
    private readonly CommitQueue _commits;
    private readonly ChangeSignal _signal = new();
    private readonly Lock _topicLock = new();
    private readonly TopicDeletion _topicDeletion;
    private readonly RecordDeletion _recordDeletion;
    private readonly Cleaner _cleaner;
    private readonly EmbeddedGroups _groups;
    private readonly ITimer? _timer;
    private volatile TopicTable _topics;

    private EmbeddedLog(LogContext context)
    {
        _context = context;
        RecoveredLog recovered = new Recovery(context).Run();
        _topics = new TopicTable(recovered.Topics, recovered.Partitions);
        Generation = recovered.State.Generation;
        _commits = new CommitQueue(context, recovered, _signal);
        _topicDeletion = new TopicDeletion(context, _commits);
        _recordDeletion = new RecordDeletion(context, _commits, _signal);
        _cleaner = new Cleaner(context, _commits, _recordDeletion, _topicLock);
        _groups = new EmbeddedGroups(this, _commits, context);
        _cleaner.Follow(_topics);
        if (context.Options.Acknowledge != AcknowledgePolicy.EachCommit)
        {
            bool isNever = context.Options.Acknowledge == AcknowledgePolicy.Never;
            TimeSpan interval = context.Options.SyncInterval * (isNever ? NeverIntervals : 1);
            _timer = context.Time.CreateTimer(_ => _commits.Sync(), null, interval, interval);
        }
    }

    /// <inheritdoc/>
    public long Generation { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TopicDescription> Topics => _topics.Ordered;

    /// <inheritdoc/>
    public long ChangeNumber => _signal.Number;

    /// <inheritdoc/>
    public ILogGroups Groups => _groups;

    /// <summary>The log itself.</summary>
    public ILogAdmin Admin => this;

    /// <summary>What it has done since it was opened; never waits.</summary>
    public LogMeasures Measures => _context.Meter.Read();

    internal EmbeddedGroups GroupTable => _groups;

    /// <summary>Commits that wait for the disk: what the next group will take together.</summary>
    internal int WaitingCommits => _commits.Waiting;

    /// <summary>Opens the log in a directory, after recovery; creates it where there is none.</summary>
    /// <param name="files">The files; <see cref="DiskFileSystem.Instance"/> for a disk.</param>
    /// <param name="directory">The directory, which the log has for itself.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="time">Clock of commit markers and of the sync interval; null for the system's.</param>
    /// <exception cref="KappaException">
    /// KAP2001 (exit 78): another format. KAP2201, KAP2202, KAP2203 (exit 74): acknowledged bytes are damaged or
    /// missing. KAP2401, KAP2402 (exit 74): the disk refused.
    /// </exception>
    public static EmbeddedLog Open(
        IFileSystem files, string directory, EmbeddedLogOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return new EmbeddedLog(new LogContext(
            files, directory, options ?? new EmbeddedLogOptions(), time ?? TimeProvider.System));
    }

    /// <summary>Opens an empty log in memory; it is gone when the process ends.</summary>
    /// <param name="options">Settings, or null for the defaults with a short journal.</param>
    /// <param name="time">Clock of commit markers and of the sync interval; null for the system's.</param>
    public static EmbeddedLog InMemory(EmbeddedLogOptions? options = null, TimeProvider? time = null)
    {
        options ??= new EmbeddedLogOptions { JournalBytes = MemoryJournalBytes };
        return Open(new MemoryFileSystem(), MemoryRoot, options, time);
    }

    /// <inheritdoc/>
    public TopicDescription? Find(string topic) => _topics.ByName.GetValueOrDefault(topic);

    /// <inheritdoc/>
    public TopicDescription CreateTopic(string topic, TopicSettings settings)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(settings);
        TopicStore.Check(topic, settings);
        TopicDescription description = new(topic, settings.Partitions, settings.Cleanup)
        {
            RetentionTime = settings.RetentionTime,
            RetentionBytes = settings.RetentionBytes,
            TombstoneRetention = settings.TombstoneRetention,
            Compression = settings.Compression,
        };
        lock (_topicLock)
        {
            if (Find(topic) is not null)
            {
                throw LogErrors.TopicExists(topic);
            }

            _groups.Forget(topic);
            Save_NeedsLock(description, []);
        }

        return description;
    }

    /// <inheritdoc/>
    public TopicDescription AddPartitions(string topic, int partitions)
    {
        ArgumentNullException.ThrowIfNull(topic);
        lock (_topicLock)
        {
            TopicDescription description = Find(topic) ?? throw LogErrors.NoSuchTopic(
                topic, "no partitions were added", NearestName.Suggestion(topic, _topics.ByName.Keys));
            TopicStore.CheckMore(description, partitions);
            description = description with { Partitions = partitions };
            Save_NeedsLock(description, _topics.Partitions[topic]);
            return description;
        }
    }

    /// <inheritdoc/>
    public void DeleteTopic(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        lock (_topicLock)
        {
            TopicTable others = _topics.Without(topic);
            string hint = NearestName.Suggestion(topic, others.ByName.Keys);
            if (!_topics.Partitions.TryGetValue(topic, out PartitionLog[]? logs))
            {
                throw LogErrors.NoSuchTopic(topic, "nothing was deleted", hint);
            }

            _topicDeletion.Begin(topic, logs, hint);
            _topics = others;
            _signal.Move();
            _groups.Follow(topic, isDeleted: true);
            _topicDeletion.Complete(topic);
            _cleaner.Follow(others);
            _groups.Forget(topic);
        }
    }

    /// <inheritdoc/>
    public long DeleteRecords(TopicPartition partition, long beforeOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beforeOffset);
        lock (_topicLock)
        {
            PartitionLog log = Partition(partition);
            _recordDeletion.Run([(log, beforeOffset)]);
            return log.Earliest;
        }
    }

    /// <inheritdoc/>
    public void CleanUp() => _cleaner.Run();

    /// <inheritdoc/>
    public PartitionOffsets Offsets(TopicPartition partition) => Partition(partition).Offsets();

    /// <inheritdoc/>
    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions) =>
        [.. partitions.Select(Offsets)];

    /// <inheritdoc/>
    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        lock (_commits.PublishLock)
        {
            for (int i = 0; i < partitions.Length; i++)
            {
                PartitionLog log = Partition(partitions[i]);
                ends[i] = Math.Min(log.LastStable, log.Synced);
            }
        }
    }

    /// <summary>Nothing is written before it is decided: both ends are the same.</summary>
    public void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest)
    {
        StableEnds(partitions, stable);
        stable.CopyTo(latest);
    }

    /// <inheritdoc/>
    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
        new PartitionReader(Partition(partition), offset);

    /// <inheritdoc/>
    public long? OffsetAt(TopicPartition partition, long timestampMs) =>
        TimeSearch.Find(Partition(partition), timestampMs);

    /// <inheritdoc/>
    public ILogProducer OpenProducer(string? transactionalId = null) =>
        new EmbeddedProducer(this, _commits, _context, transactionalId);

    /// <inheritdoc/>
    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        _signal.WaitAsync(seen, cancellationToken);

    /// <summary>Makes everything durable and closes the files. After an error of the disk recovery does it.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _cleaner.Dispose();
        _commits.Dispose();
        _signal.End(new ObjectDisposedException(nameof(EmbeddedLog)));
        _groups.End();
        foreach (PartitionLog log in _topics.AllPartitions)
        {
            log.Dispose();
        }
    }

    internal PartitionLog Partition(TopicPartition partition)
    {
        TopicTable topics = _topics;
        return topics.TryPartition(partition) ?? throw LogErrors.NoSuchPartition(
            partition, topics.ByName.GetValueOrDefault(partition.Topic),
            NearestName.Suggestion(partition.Topic, topics.ByName.Keys));
    }

    internal PartitionLog? TryPartition(TopicPartition partition) => _topics.TryPartition(partition);

    /// <summary>Makes a topic durable as it is to be, then shows it with its new partitions.</summary>
    private void Save_NeedsLock(TopicDescription topic, PartitionLog[] logs)
    {
        _commits.Run(() => new TopicStore(_context).Save(topic), mayRefuse: true);
        byte[] name = Encoding.UTF8.GetBytes(topic.Name);
        _topics = _topics.With(topic, [.. logs, .. Enumerable.Range(logs.Length, topic.Partitions - logs.Length)
            .Select(number => new PartitionLog(_context, new TopicPartition(topic.Name, number), name)
            {
                Compression = topic.Compression,
            })]);
        _cleaner.Follow(_topics);
        _signal.Move();
        _groups.Follow(topic.Name, isDeleted: false);
    }
}
