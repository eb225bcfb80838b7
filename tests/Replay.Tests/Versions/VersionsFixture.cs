using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>A log with letters, and the versions of <see cref="Totals"/> that run over it.</summary>
internal sealed class VersionsFixture : IAsyncDisposable
{
    public const int Partitions = 2;

    private readonly Dictionary<int, OfferedVersion> _offered;
    private readonly ILogProducer _producer;
    private readonly bool _ownsLog;

    private VersionsFixture(
        ILog log, bool ownsLog, OfferedVersion[] offered, EngineSettings settings, Action<string> step,
        PublishingLimits limits, IVersionRunner runner)
    {
        (Log, _ownsLog) = (log, ownsLog);
        _offered = offered.ToDictionary(version => version.Topology.Version);
        _producer = log.OpenProducer();
        Registry = VersionRegistry.Open(log, settings.Seams.Time);
        Versions = new TopologyVersions(Totals.Name, new VersionsSettings
        {
            Log = log,
            Engine = settings,
            Registry = Registry,
            Load = record => _offered[record.Version].Topology,
            Step = step,
            Fatal = error => Fatal = error,
            Limits = limits,
            Runner = runner,
        });
    }

    public ILog Log { get; }

    public VersionRegistry Registry { get; }

    public TopologyVersions Versions { get; }

    public Exception? Fatal { get; private set; }

    /// <summary>Starts version 1, and registers the others.</summary>
    public static async Task<VersionsFixture> StartAsync(
        OfferedVersion[] offered, ILog? log = null, EngineSettings? settings = null, Action<string>? step = null,
        PublishingLimits? limits = null, IVersionRunner? runner = null)
    {
        settings ??= new EngineSettings();
        ILog over = log ?? EmbeddedLog.InMemory();
        if (over.Find(Totals.Input) is null)
        {
            over.Admin.CreateTopic(Totals.Input, new TopicSettings { Partitions = Partitions });
        }

        var fixture = new VersionsFixture(
            over, log is null, offered, settings, step ?? (_ => { }), limits ?? PublishingLimits.Default,
            runner ?? EngineRunner.Instance);
        try
        {
            var catalog = new VersionCatalog(fixture.Registry, over, settings.Seams.Notice, runner: runner);
            catalog.Register(offered, "test");
            bool hasLive = fixture.Registry.Of(Totals.Name).Any(record => record.State == VersionState.Live);
            catalog.ChooseLive(
                record => offered.Single(version => version.Topology.Version == record.Version).Topology, Totals.Name,
                hasLive ? null : 1);
            await fixture.Versions.StartAsync();
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a letter to its key's partition; the key is the lower-case letter before it.</summary>
    public void Write(string key, string? value, long timestampMs = 1)
    {
        using var buffer = new RecordBuffer();
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        buffer.Add(timestampMs, true, bytes, value is not null, value is null ? [] : Encoding.UTF8.GetBytes(value));
        _producer.Append(new TopicPartition(Totals.Input, KeyPartitioner.Partition(bytes, Partitions)), buffer);
        _producer.Commit();
    }

    public void Write(IEnumerable<(string Key, string Value)> records)
    {
        foreach ((string key, string value) in records)
        {
            Write(key, value);
        }
    }

    /// <summary>Waits until the live version has taken in all that is written.</summary>
    public Task SettleAsync() => Versions.WaitUntilTakenInAsync(
        Versions.Records.Single(record => record.State == VersionState.Live).Version, TestTimeout());

    public async Task ReplayAsync(int version, string from = "zero")
    {
        await Versions.StartReplayAsync(new ReplayRequest(version, from), TestTimeout());
        await WaitForAsync(version, VersionState.CaughtUp);
    }

    public Task WaitForAsync(int version, VersionState state) => Versions.WaitAsync(
        version,
        status => status.Record.State == state ||
            (status.Error is { } error ? throw new InvalidOperationException(error) : false),
        TestTimeout());

    /// <summary>The last value of each key of a topic, as a plain reader sees it.</summary>
    public SortedDictionary<string, string> LastValues(string topic = Totals.Output)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string? value) in Records(topic))
        {
            if (value is null)
            {
                rows.Remove(key);
            }
            else
            {
                rows[key] = value;
            }
        }

        return rows;
    }

    /// <summary>All records of a topic, partition by partition.</summary>
    public List<(string Key, string? Value)> Records(string topic = Totals.Output) =>
        [.. Enumerable.Range(0, Log.Find(topic)!.Partitions).SelectMany(partition => Records(topic, partition))];

    /// <summary>All records of a partition, in their order.</summary>
    public List<(string Key, string? Value)> Records(string topic, int partition)
    {
        var records = new List<(string, string?)>();
        var from = new TopicPartition(topic, partition);
        using var cursor = new RecordCursor(Log.OpenReader(from, Log.Offsets(from).Earliest));
        while (cursor.MoveNext(long.MaxValue))
        {
            records.Add((
                Encoding.UTF8.GetString(cursor.Key), cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null));
        }

        return records;
    }

    /// <summary>Timestamps of the deletions in a topic, partition by partition.</summary>
    public IEnumerable<long> TombstoneTimes(string topic = Totals.Output) => Times(topic, ofValues: false);

    /// <summary>Timestamps of the rows in a topic, partition by partition.</summary>
    public IEnumerable<long> ValueTimes(string topic = Totals.Output) => Times(topic, ofValues: true);

    private IEnumerable<long> Times(string topic, bool ofValues)
    {
        for (int partition = 0; partition < Log.Find(topic)!.Partitions; partition++)
        {
            using var cursor = new RecordCursor(Log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                if (cursor.HasValue == ofValues)
                {
                    yield return cursor.TimestampMs;
                }
            }
        }
    }

    public static CancellationToken TestTimeout() =>
        new CancellationTokenSource(TimeSpan.FromSeconds(Lane.Choose(60, 1_200))).Token;

    public async ValueTask DisposeAsync()
    {
        await Versions.DisposeAsync();
        Registry.Dispose();
        _producer.Dispose();
        if (_ownsLog)
        {
            Log.Dispose();
        }
    }
}
