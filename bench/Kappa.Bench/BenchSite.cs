using System.Security.Cryptography;
using Kappa.Kafka;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Bench;

/// <summary>
/// Where a benchmark runs: a log, and a directory for state. What it made there is deleted at its end, on a cluster
/// too.
/// </summary>
internal sealed class BenchSite : IDisposable
{
    /// <summary>Largest transaction of an embedded log: a first snapshot is one.</summary>
    private const long TransactionBytes = 4L << 30;

    private readonly BenchOptions _options;
    private readonly string _prefix;
    private readonly List<ILog> _logs = [];
    private readonly Lazy<StateMemory> _memory = new(() => new StateMemory(new StateOptions()));

    private BenchSite(BenchOptions options)
    {
        _options = options;
        Files = options.InMemory ? new MemoryFileSystem() : DiskFileSystem.Instance;
        if (options.Kafka is { } kafka)
        {
            _prefix = options.NamePrefix
                ?? $"kappa-bench-{RandomNumberGenerator.GetHexString(8, lowercase: true)}-";
            Log = KafkaLog.Connect(kafka);
        }
        else
        {
            _prefix = "";
            Log = EmbeddedLog.Open(
                Files, LogDirectory, new EmbeddedLogOptions { TransactionBytes = TransactionBytes });
        }

        _logs.Add(Log);
    }

    public ILog Log { get; }

    /// <summary>The files of an embedded log.</summary>
    public IFileSystem Files { get; }

    /// <summary>Directory of an embedded log.</summary>
    public string LogDirectory => Path.Combine(_options.Directory, "log");

    /// <summary>Where the state of engines lies; null for memory.</summary>
    public StateHome? State => _options.StateInMemory ?? _options.InMemory ? null
        : new StateHome(Path.Combine(_options.Directory, "state"), _memory.Value);

    /// <summary>What an engine puts before the names of its outputs.</summary>
    public string OutputPrefix => Name("bench-");

    /// <summary>Opens the log, does the work, and takes everything away again.</summary>
    /// <exception cref="KappaException">
    /// KAP7901 (exit 5): the directory exists. KAP7902 (exit 2): the options name two logs.
    /// </exception>
    public static T Use<T>(BenchOptions options, Func<BenchSite, T> work)
    {
        if (options is { InMemory: true, Kafka: { } kafka })
        {
            throw BenchErrors.TwoLogs(kafka.Servers);
        }

        if (Directory.Exists(options.Directory))
        {
            throw BenchErrors.DirectoryExists(options.Directory);
        }

        Directory.CreateDirectory(options.Directory);
        try
        {
            using var site = new BenchSite(options);
            return work(site);
        }
        finally
        {
            Directory.Delete(options.Directory, recursive: true);
        }
    }

    /// <summary>A name on this log that nobody else has: of a topic, a topology or a producer.</summary>
    public string Name(string name) => _prefix + name;

    /// <summary>Makes a file beside an embedded log, on the same file system.</summary>
    public IFile CreateFile(string name)
    {
        Files.CreateDirectory(_options.Directory);
        return Files.Open(Path.Combine(_options.Directory, name));
    }

    /// <summary>
    /// Reaches the log as another process does. An embedded log has one owner, so there it is the same object.
    /// </summary>
    public ILog Reach()
    {
        if (_options.Kafka is null)
        {
            return Log;
        }

        ILog other = KafkaLog.Connect(_options.Kafka);
        _logs.Add(other);
        return other;
    }

    public void Dispose()
    {
        try
        {
            if (_options.Kafka is not null)
            {
                // The engine's own topics have the topology's name inside theirs.
                foreach (TopicDescription topic in Log.Topics.Where(
                    topic => topic.Name.Contains(_prefix, StringComparison.Ordinal)))
                {
                    Log.Admin.DeleteTopic(topic.Name);
                }
            }
        }
        finally
        {
            _logs.ForEach(log => log.Dispose());
            if (_memory.IsValueCreated)
            {
                _memory.Value.Dispose();
            }
        }
    }
}
