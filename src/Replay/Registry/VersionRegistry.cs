using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>The registry of all versions: the compacted topic <c>kappa.versions</c>, read into memory.</summary>
/// <remarks>
/// A version's key is <c>TOPOLOGY/N</c>, that of a topology's last cutover <c>TOPOLOGY/cutover</c>, that of the worker
/// that ran it last <c>TOPOLOGY/worker</c>; values are JSON.
/// Workers of several applications may write it, one after another: who has not written last fences the other, and
/// reads all of it again before it writes. Reading is thread-safe; writing takes a lock.
/// </remarks>
public sealed class VersionRegistry : IDisposable
{
    /// <summary>Name of the topic.</summary>
    public const string Topic = "kappa.versions";

    private const int MostTries = 5;

    private static readonly TopicPartition Partition = new(Topic, 0);

    private readonly Lock _writing = new();
    private readonly ILog _log;
    private readonly TimeProvider _time;
    private ILogProducer? _producer; // Null until something is written, and after a failure.
    private long _end = -1; // Behind the last record that was read or written; -1 where others may have written since.
    private volatile Contents _contents;

    private VersionRegistry(ILog log, TimeProvider time) => (_log, _time, _contents) = (log, time, ReadAll(log));

    /// <summary>Opens the registry, creating its topic at the first start.</summary>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock that records are stamped with.</param>
    /// <exception cref="KappaException">
    /// KAP4004 (exit 78): a record cannot be read. KAP4030 (exit 78): it is gone, and versions have run.
    /// </exception>
    public static VersionRegistry Open(ILog log, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Find(Topic) is null && OwnTopics.Topologies(log) is { Count: > 0 } topologies)
        {
            throw ReplayErrors.RegistryLost(topologies);
        }

        return OpenOrCreate(log, time);
    }

    /// <summary>Opens the registry also where it is lost, so that it can be rebuilt.</summary>
    internal static VersionRegistry OpenOrCreate(ILog log, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(time);
        if (log.Find(Topic) is null)
        {
            log.Admin.CreateTopic(Topic, new TopicSettings { Cleanup = CleanupPolicy.Compact });
        }

        return new VersionRegistry(log, time);
    }

    /// <summary>Reads what the registry says of versions, beside the process that writes it.</summary>
    /// <param name="log">The log.</param>
    /// <exception cref="KappaException">KAP4004 (exit 78): a record cannot be read.</exception>
    public static IReadOnlyList<VersionRecord> ReadVersions(ILog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return log.Find(Topic) is null ? [] : [.. ReadAll(log).Versions.Values];
    }

    /// <summary>All versions, by topology and number.</summary>
    public IEnumerable<VersionRecord> Versions => _contents.Versions.Values;

    /// <summary>The versions of a topology, by number.</summary>
    public IReadOnlyList<VersionRecord> Of(string topology) =>
        [.. _contents.Versions.Values.Where(record => record.Topology == topology)];

    /// <summary>Finds a version.</summary>
    public VersionRecord? Find(string topology, int version) =>
        _contents.Versions.GetValueOrDefault((topology, version));

    /// <summary>The last cutover of a topology; null where there was none.</summary>
    public CutoverStatus? Cutover(string topology) => _contents.Cutovers.GetValueOrDefault(topology);

    /// <summary>The worker that has run a topology last; null where none on a cluster has.</summary>
    public WorkerRecord? WorkerOf(string topology) => _contents.Workers.GetValueOrDefault(topology);

    /// <summary>Reads what other processes may have written.</summary>
    public void Refresh()
    {
        lock (_writing)
        {
            if (!IsCurrent())
            {
                _contents = ReadAll(_log);
            }
        }
    }

    /// <summary>Writes records in a transaction of the registry's own; they are stamped with the time.</summary>
    public void Write(params IReadOnlyList<object> records)
    {
        lock (_writing)
        {
            WriteOwn(() => records);
        }
    }

    /// <summary>Frees the producer.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            CloseProducer();
        }
    }

    /// <summary>Changes a version from what the registry says now; nobody writes in between.</summary>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="version">Number of the version.</param>
    /// <param name="change">Makes the new record; null for no change.</param>
    /// <param name="done">Is called behind it, changed or not, before anybody else writes; null for nobody.</param>
    /// <returns>What the registry says then; null where nothing was written.</returns>
    internal VersionRecord? Update(
        string topology, int version, Func<VersionRecord, VersionRecord?> change, Action? done = null)
    {
        lock (_writing)
        {
            bool isWritten = WriteOwn(
                () => Find(topology, version) is { } known && change(known) is { } changed ? [changed] : []);
            done?.Invoke();
            return isWritten ? Find(topology, version) : null;
        }
    }

    /// <summary>Begins a transaction of somebody else, which other records belong to.</summary>
    /// <param name="producer">Commits.</param>
    internal RegistryTransaction Begin(ILogProducer producer) => new(this, producer);

    /// <summary>Commits a transaction; nobody writes in between.</summary>
    /// <param name="producer">Commits.</param>
    /// <param name="appended">Records of other topics.</param>
    /// <param name="records">Gives versions and cutovers, from what is there.</param>
    internal void Commit(
        ILogProducer producer, IReadOnlyList<(TopicPartition Partition, RecordBuffer Records)> appended,
        Func<IReadOnlyList<object>> records)
    {
        lock (_writing)
        {
            object[] stamped = [.. records().Select(Stamp)];
            using var buffer = new RecordBuffer();
            foreach (object record in stamped)
            {
                buffer.Add(
                    _time.GetUtcNow().ToUnixTimeMilliseconds(), true, Encoding.UTF8.GetBytes(KeyOf(record)), true,
                    Serialize(record));
            }

            foreach ((TopicPartition partition, RecordBuffer other) in appended)
            {
                producer.Append(partition, other);
            }

            producer.Append(Partition, buffer);
            long first = producer.Commit()[^1];
            _end = producer == _producer && first >= 0 ? first + stamped.Length : -1;
            _contents = stamped.Aggregate(_contents, (contents, record) => contents.With(record));
        }
    }

    /// <summary>
    /// Writes what is to be written as of now. Where another process comes between, or the outcome is not known, what
    /// is there then is read, and all of it is done again.
    /// </summary>
    /// <returns>False where there was nothing to write.</returns>
    private bool WriteOwn(Func<IReadOnlyList<object>> make)
    {
        for (int tries = 1; ; tries++)
        {
            ILogProducer producer = _producer is { } open && IsCurrent() ? open : OpenProducer();
            if (make() is not { Count: > 0 } records)
            {
                return false;
            }

            try
            {
                Commit(producer, [], () => records);
                return true;
            }
            catch (KappaException error) when (error.ExitCode is ExitCodes.Fenced or ExitCodes.Unreachable)
            {
                CloseProducer();
                if (tries == MostTries)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>
    /// Whether nobody has written since. The end of a transaction may take an offset; whoever writes takes two then.
    /// </summary>
    private bool IsCurrent() =>
        _end >= 0 && _log.Offsets(Partition).LastStable is var end && (end == _end || end == _end + 1);

    /// <summary>Behind the fence nobody else writes: what is read then holds until this producer is fenced.</summary>
    private ILogProducer OpenProducer()
    {
        CloseProducer();
        ILogProducer producer = _log.OpenProducer(Topic);
        try
        {
            _contents = ReadAll(_log);
            _end = _log.Offsets(Partition).LastStable;
            return _producer = producer;
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    private void CloseProducer()
    {
        _producer?.Dispose();
        _producer = null;
        _end = -1;
    }

    private static string KeyOf(object record) => record switch
    {
        VersionRecord version => string.Create(CultureInfo.InvariantCulture, $"{version.Topology}/{version.Version}"),
        CutoverStatus cutover => $"{cutover.Topology}/cutover",
        WorkerRecord worker => $"{worker.Topology}/worker",
        _ => throw new ArgumentException($"A {record.GetType().Name} does not belong into the registry."),
    };

    private static byte[] Serialize(object record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), RegistryJson.Default);

    /// <summary>
    /// Reads the last record of each key; one that cannot be read is deleted by a tombstone behind it.
    /// </summary>
    private static Contents ReadAll(ILog log)
    {
        var last = new Dictionary<string, (long Offset, byte[] Value)>();
        using var cursor = new RecordCursor(log.OpenReader(Partition, log.Offsets(Partition).Earliest));
        while (cursor.MoveNext(long.MaxValue))
        {
            string key = Encoding.UTF8.GetString(cursor.Key);
            last.Remove(key);
            if (cursor.HasValue)
            {
                last.Add(key, (cursor.Offset, cursor.Value.ToArray()));
            }
        }

        var contents = new Contents(
            ImmutableSortedDictionary<(string, int), VersionRecord>.Empty,
            ImmutableDictionary<string, CutoverStatus>.Empty, ImmutableDictionary<string, WorkerRecord>.Empty);
        return last.Aggregate(
            contents, (read, record) => read.With(Parse(record.Key, record.Value.Offset, record.Value.Value)));
    }

    private static object Parse(string key, long offset, byte[] value)
    {
        try
        {
            Type type = key[(key.LastIndexOf('/') + 1)..] switch
            {
                "cutover" => typeof(CutoverStatus),
                "worker" => typeof(WorkerRecord),
                _ => typeof(VersionRecord),
            };
            return JsonSerializer.Deserialize(value, type, RegistryJson.Default)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw ReplayErrors.RegistryUnreadable(Partition, offset, error);
        }
    }

    private object Stamp(object record) => record switch
    {
        VersionRecord version => version with { At = _time.GetUtcNow() },
        CutoverStatus cutover => cutover with { At = _time.GetUtcNow() },
        WorkerRecord worker => worker with { At = _time.GetUtcNow() },
        _ => record,
    };

    private sealed record Contents(
        ImmutableSortedDictionary<(string, int), VersionRecord> Versions,
        ImmutableDictionary<string, CutoverStatus> Cutovers,
        ImmutableDictionary<string, WorkerRecord> Workers)
    {
        public Contents With(object record) => record switch
        {
            VersionRecord version =>
                this with { Versions = Versions.SetItem((version.Topology, version.Version), version) },
            WorkerRecord worker => this with { Workers = Workers.SetItem(worker.Topology, worker) },
            _ => this with { Cutovers = Cutovers.SetItem(((CutoverStatus)record).Topology, (CutoverStatus)record) },
        };
    }
}
