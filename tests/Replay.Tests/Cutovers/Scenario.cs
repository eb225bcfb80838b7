using System.Text;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay.Tests;

/// <summary>Versions of letters that run over a log through restarts, in memory or with RocksDB on the disk.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    private readonly Letters[] _versions;
    private readonly OfferedVersion[] _offered;
    private readonly DirectoryInfo? _directory;
    private readonly StateMemory? _memory;
    private readonly bool _ownsLog;
    private bool _isOpen;

    private Scenario(Letters[] versions, OfferedVersion[]? offered, ILog? log, bool onDisk)
    {
        _versions = versions;
        _offered = offered ?? [.. versions.Select(version => version.Offer())];
        _directory = onDisk ? Directory.CreateTempSubdirectory("kappa-cutover-") : null;
        _memory = onDisk ? new StateMemory(new StateOptions { BackendBytes = 64 << 20 }) : null;
        _ownsLog = log is null;
        Log = log ?? OpenLog();
    }

    public ILog Log { get; private set; }

    public VersionsFixture Fixture { get; private set; } = null!;

    public TopologyVersions Versions => Fixture.Versions;

    /// <summary>Everything that was written.</summary>
    public List<(string Key, string Value)> Input { get; } = [];

    /// <summary>Is told of each step; a test may set it at any time.</summary>
    public Action<string> Step { get; set; } = _ => { };

    public PublishingLimits? Limits { get; init; }

    /// <summary>The engines' settings, made from those of the scenario.</summary>
    public Func<EngineSettings, EngineSettings> Settings { get; init; } = settings => settings;

    public int Live => Versions.Records.Single(record => record.State == VersionState.Live).Version;

    public string StateDirectory => Path.Combine(_directory!.FullName, "state");

    public static async Task<Scenario> StartAsync(
        Letters[] versions, bool onDisk = false, OfferedVersion[]? offered = null, ILog? log = null,
        PublishingLimits? limits = null, Func<EngineSettings, EngineSettings>? settings = null)
    {
        var scenario = new Scenario(versions, offered, log, onDisk)
        {
            Limits = limits,
            Settings = settings ?? (given => given),
        };
        await scenario.OpenAsync();
        return scenario;
    }

    /// <summary>Writes, and waits until the live version has taken it in.</summary>
    public async Task WriteAsync(params IEnumerable<(string Key, string Value)> records)
    {
        Write(records);
        await Fixture.SettleAsync();
    }

    public void Write(params IEnumerable<(string Key, string Value)> records)
    {
        foreach ((string key, string value) in records)
        {
            Fixture.Write(key, value);
            Input.Add((key, value));
        }
    }

    public Task<CutoverStatus> CutoverAsync(int? version = null, CutoverOptions? options = null) =>
        Versions.CutoverAsync(version, options ?? new CutoverOptions(), VersionsFixture.TestTimeout());

    public Task<CutoverStatus> RollbackAsync(CutoverOptions? options = null) =>
        Versions.RollbackAsync(options ?? new CutoverOptions(), VersionsFixture.TestTimeout());

    /// <summary>What a version has to say of everything that was written.</summary>
    public SortedDictionary<string, string> Expected(int version) =>
        _versions.Single(known => known.Version == version).Expected(Input);

    /// <summary>Writes many records in few commits, and waits until the live version has taken them in.</summary>
    public async Task WriteManyAsync(IReadOnlyList<(string Key, string Value)> records)
    {
        using ILogProducer producer = Log.OpenProducer();
        foreach ((string Key, string Value)[] chunk in records.Chunk(5_000))
        {
            foreach (var partition in chunk.GroupBy(record => PartitionOf(record.Key)))
            {
                using var buffer = new RecordBuffer();
                foreach ((string key, string value) in partition)
                {
                    buffer.Add(1, true, Encoding.UTF8.GetBytes(key), true, Encoding.UTF8.GetBytes(value));
                }

                producer.Append(new TopicPartition(Totals.Input, partition.Key), buffer);
                producer.Commit();
            }
        }

        Input.AddRange(records);
        await Fixture.SettleAsync();
    }

    /// <summary>Writes to an output as somebody else would, in the partition of the key.</summary>
    public void WriteByHand(string key, string? value, string topic = Totals.Output)
    {
        using ILogProducer producer = Log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(
            1, true, Encoding.UTF8.GetBytes(key), value is not null,
            value is null ? [] : Encoding.UTF8.GetBytes(value));
        producer.Append(new TopicPartition(topic, PartitionOf(key)), buffer);
        producer.Commit();
    }

    /// <summary>Waits until a version has taken in all that is written.</summary>
    public Task FollowAsync(int version) =>
        Versions.WaitUntilTakenInAsync(version, VersionsFixture.TestTimeout());

    public Task<VersionStatus> CompletedAsync() => Versions.WaitAsync(
        null, status => status.Cutover!.Stage == CutoverStage.Completed, VersionsFixture.TestTimeout());

    /// <summary>All that could be changed: the topics with their offsets, and what the registry says.</summary>
    public string Everything() => string.Join(
        '\n',
        Log.Topics.Select(topic => $"{topic.Name} " + string.Join(' ', Enumerable.Range(0, topic.Partitions)
            .Select(partition => Log.Offsets(new TopicPartition(topic.Name, partition)).LastStable)))
            .Concat(Fixture.Registry.Versions.Select(record => $"{record.Version} {record.State} {record.At:O}"))
            .Append($"{Fixture.Registry.Cutover(Totals.Name)}"));

    /// <summary>Stops everything, and starts it again.</summary>
    /// <param name="loses">Which state directories are lost meanwhile; null for none.</param>
    public async Task RestartAsync(Func<string, bool>? loses = null)
    {
        await CloseAsync();
        foreach (string directory in loses is null || _directory is null || !Directory.Exists(StateDirectory)
            ? [] : Directory.GetDirectories(StateDirectory).Where(loses))
        {
            Directory.Delete(directory, recursive: true);
        }

        await OpenAsync();
    }

    /// <summary>Stops everything.</summary>
    public async Task CloseAsync()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        await Fixture.DisposeAsync();
        if (_ownsLog && _directory is not null)
        {
            Log.Dispose();
        }
    }

    /// <summary>Starts everything after <see cref="CloseAsync"/>.</summary>
    public async Task OpenAsync()
    {
        if (_ownsLog && _directory is not null && Fixture is not null)
        {
            Log = OpenLog();
        }

        EngineSettings settings = Settings(_directory is null
            ? new EngineSettings() : new EngineSettings { State = new StateHome(StateDirectory, _memory!) });
        Fixture = await VersionsFixture.StartAsync(_offered, Log, settings, step => Step(step), Limits);
        _isOpen = true;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (_ownsLog)
        {
            Log.Dispose();
        }

        _memory?.Dispose();
        _directory?.Delete(recursive: true);
    }

    private static int PartitionOf(string key) =>
        KeyPartitioner.Partition(Encoding.UTF8.GetBytes(key), VersionsFixture.Partitions);

    private ILog OpenLog() => _directory is null
        ? EmbeddedLog.InMemory()
        : EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(_directory.FullName, "log"));
}
