using System.Text;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay.Tests;

/// <summary>A log, in memory or on the disk with its state, that outlives the versions that run over it.</summary>
internal sealed class ReplaySite : IAsyncDisposable
{
    private readonly string? _directory;
    private readonly EmbeddedLogOptions _options;
    private readonly TimeProvider? _logTime;
    private readonly StateMemory? _memory;
    private readonly StringBuilder _notices = new();

    private ReplaySite(bool onDisk, EmbeddedLogOptions options, TimeProvider? logTime)
    {
        (_options, _logTime) = (options, logTime);
        _directory = onDisk ? Directory.CreateTempSubdirectory("kappa-replays-").FullName : null;
        _memory = onDisk ? new StateMemory(new StateOptions()) : null;
        Log = OpenLog();
    }

    public EmbeddedLog Log { get; private set; }

    public VersionsFixture Fixture { get; private set; } = null!;

    public TopologyVersions Versions => Fixture.Versions;

    public OfferedVersion[] Offered { get; set; } = [];

    public EngineSettings Settings { get; set; } = new();

    /// <summary>Is told of each step, by whichever thread does it.</summary>
    public Action<string>? Step { get; set; }

    public string Notices
    {
        get
        {
            lock (_notices)
            {
                return _notices.ToString();
            }
        }
    }

    public string[] Topics => [.. Log.Topics.Select(topic => topic.Name)];

    /// <summary>Directories of instances and images below the state directory.</summary>
    public string[] StateDirectories => Settings.State?.Directory is { } state && Directory.Exists(state)
        ? [.. Directory.GetDirectories(state).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes the log; <see cref="StartAsync"/> starts versions over it.</summary>
    public static ReplaySite Create(
        bool onDisk = false, EmbeddedLogOptions? options = null, TimeProvider? logTime = null,
        Func<EngineSettings, EngineSettings>? with = null)
    {
        var site = new ReplaySite(
            onDisk, options ?? new EmbeddedLogOptions { JournalBytes = 1 << 20 }, logTime);
        var settings = new EngineSettings
        {
            State = site._directory is { } directory
                ? new StateHome(Path.Combine(directory, "state"), site._memory!) : null,
            Threads = 2,
            Seams = new() { Notice = site.Note },
        };
        site.Settings = with is null ? settings : with(settings);
        return site;
    }

    public async Task<ReplaySite> StartAsync(params OfferedVersion[] offered)
    {
        Offered = offered;
        Fixture = await VersionsFixture.StartAsync(offered, Log, Settings, name => Step?.Invoke(name));
        return this;
    }

    /// <summary>Closes everything, the log too where it is on the disk, and starts again.</summary>
    public async Task RestartAsync(params OfferedVersion[] offered)
    {
        await StopAsync();
        await StartAsync(offered.Length == 0 ? Offered : offered);
    }

    public async Task StopAsync()
    {
        await Fixture.DisposeAsync();
        if (_directory is not null)
        {
            Log.Dispose();
            Log = OpenLog();
        }
    }

    public void CreateTopic(string topic, int partitions = 1, CleanupPolicy cleanup = CleanupPolicy.Keep) =>
        Log.CreateTopic(topic, new TopicSettings { Partitions = partitions, Cleanup = cleanup });

    /// <summary>Appends records to a partition, in one batch.</summary>
    public void Append(string topic, int partition, params (string Key, string? Value, long TimestampMs)[] records)
    {
        using ILogProducer producer = Log.OpenProducer();
        using var buffer = new RecordBuffer();
        foreach ((string key, string? value, long timestamp) in records)
        {
            buffer.Add(
                timestamp, true, Encoding.UTF8.GetBytes(key), value is not null,
                value is null ? [] : Encoding.UTF8.GetBytes(value));
        }

        producer.Append(new TopicPartition(topic, partition), buffer);
        producer.Commit();
    }

    /// <summary>All rows of all stores of a version that runs, byte for byte, in order.</summary>
    public string Stores(int version)
    {
        var text = new StringBuilder();
        IRunningVersion engine = Versions.Find(version)!;
        foreach (StoreInfo store in engine.Stores)
        {
            text.AppendLine($"store {store.Name}");
            using IStoreView view = engine.OpenStore(store.Name);
            foreach ((byte[] key, byte[] value, long timestampMs) in view.ScanBytes())
            {
                text.AppendLine($"{Convert.ToHexString(key)} {Convert.ToHexString(value)} {timestampMs}");
            }
        }

        return text.ToString();
    }

    /// <summary>What a version would have published, the last value of each key.</summary>
    public SortedDictionary<string, string> Image(int version, string topic = Totals.Output) =>
        Fixture.LastValues(
            $"{Versions.Records.Single(record => record.Version == version).InstanceName}.{topic}.image");

    /// <summary>Compares two versions at one cut; gives how many rows are the same, and the differences.</summary>
    public async Task<(long Same, string[] Differences)> CompareAsync(int old, int now)
    {
        using VersionDiff diff = await Versions.DiffAsync(old, now, null, VersionsFixture.TestTimeout());
        IReadOnlyList<TableComparison> tables = diff.Compare(100);
        return (
            tables.Sum(table => table.Same),
            [.. tables.SelectMany(table => table.Samples)
                .Select(row => $"{row.Kind} {(row.Old ?? row.New)!.Key}: {row.Old?.ValueJson} {row.New?.ValueJson}")]);
    }

    /// <summary>
    /// All that a failed call must leave as it was: topics with their ends, and what the registry says.
    /// </summary>
    public string Everything()
    {
        var text = new StringBuilder();
        foreach (TopicDescription topic in Log.Topics)
        {
            text.AppendLine($"{topic.Name} {topic.Partitions} {topic.Cleanup}");
            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                text.AppendLine($"  {partition}: {Log.Offsets(new TopicPartition(topic.Name, partition))}");
            }
        }

        foreach (VersionRecord record in Versions.Records)
        {
            text.AppendLine(
                $"{record.Version} {record.State} {record.Instance} {record.Throttle} {record.At:O} {record.By}");
        }

        return text.Append(string.Join(' ', StateDirectories)).ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (Fixture is not null)
        {
            await Fixture.DisposeAsync();
        }

        Log.Dispose();
        _memory?.Dispose();
        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void Note(string notice)
    {
        lock (_notices)
        {
            _notices.AppendLine(notice);
        }
    }

    private EmbeddedLog OpenLog() => _directory is null
        ? EmbeddedLog.InMemory(_options, _logTime)
        : EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(_directory, "log"), _options, _logTime);
}
