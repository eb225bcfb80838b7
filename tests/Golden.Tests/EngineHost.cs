using System.Text;
using Kappa.Engine;
using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Golden.Tests;

/// <summary>
/// The engine on a log, live: it is opened anew now and then, and has lost all of its state but the changelogs.
/// </summary>
internal sealed class EngineHost : IGoldenHost
{
    private readonly GoldenCase _golden;
    private readonly int _partitions;
    private readonly Random _random;
    private readonly EmbeddedLog _log;
    private readonly Dictionary<string, int> _read = []; // How many records of each output.
    private StreamEngine _engine;

    /// <param name="golden">The case.</param>
    /// <param name="partitions">Partitions of each source; with several of them three threads run.</param>
    /// <param name="random">Decides when it is opened anew.</param>
    public EngineHost(GoldenCase golden, int partitions, Random random)
    {
        (_golden, _partitions, _random) = (golden, partitions, random);
        Sinks = [.. GoldenTopologies.Build(golden.Spec).Graph.Sinks];
        _log = TestLog.With([
            .. GoldenTopologies.Build(golden.Spec).Graph.SourceTopics.Select(topic => (topic, partitions)),
        ]);
        _engine = OpenLive();
    }

    private IReadOnlyList<ISinkNode> Sinks { get; }

    private IEnumerable<string> Topics => Sinks.Select(sink => sink.Topic).Distinct();

    public void Pipe(string topic, string? key, string? value, long timestampMs)
    {
        if (_random.Next(8) == 0)
        {
            _engine.Dispose();
            _engine = OpenLive();
        }

        int partition = key is null ? 0 : KeyPartitioner.Partition(Encoding.UTF8.GetBytes(key), _partitions);
        _log.Append(topic, partition, (key, value, timestampMs));
        _engine.RunToEnd();
    }

    public IEnumerable<GoldenRecord> ReadNew()
    {
        foreach (string topic in Topics)
        {
            GoldenRecord[] all = [.. Records(topic)]; // Of several partitions each has its order, and no more.
            IEnumerable<GoldenRecord> unread = all.Skip(_read.GetValueOrDefault(topic));
            _read[topic] = all.Length;
            foreach (GoldenRecord record in unread)
            {
                yield return record;
            }
        }
    }

    public StoreView OpenStore() => _engine.OpenStore("store");

    /// <summary>
    /// Replays all of it from its cuts, with other runs and threads: stores, streams and the last values of tables have
    /// to be the same bytes.
    /// </summary>
    public void AssertReplayIsTheSame()
    {
        string live = Observed.Stores(_engine);
        using StreamEngine replay = StreamEngine.Open(GoldenTopologies.Build(_golden.Spec), _log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("again."),
            Limits = new() { RunRecords = _random.Next(1, 40), InlineRecords = 0 },
            Threads = _random.Next(1, 4),
        });
        replay.RunToEnd();
        Assert.Equal(live, Observed.Stores(replay));
        foreach (ISinkNode sink in Sinks)
        {
            Assert.Equal(Seen(sink, ""), Seen(sink, "again."));
        }
    }

    /// <summary>The last value of each key of the outputs, tombstones too.</summary>
    public IEnumerable<string> LastValues() => GoldenAnswer.Last(Topics.SelectMany(Records));

    public void Dispose()
    {
        _engine.Dispose();
        _log.Dispose();
    }

    private StreamEngine OpenLive() => StreamEngine.Open(GoldenTopologies.Build(_golden.Spec), _log, new EngineSettings
    {
        Limits = new() { CacheBytes = 1 << 20, InlineRecords = _partitions == 1 ? 2_000 : 0 },
        Threads = _partitions == 1 ? 1 : 3,
    });

    private IEnumerable<GoldenRecord> Records(string topic) => Observed.Walk(_log, topic).Select(record =>
        new GoldenRecord(topic, Text(record.Key), Text(record.Value), record.TimestampMs));

    /// <summary>Tasks that write to one partition each keep their order; how they meet is up to commits.</summary>
    private string Seen(ISinkNode sink, string prefix) => sink.Output == OutputKind.Table
        ? Observed.LastValues(_log, prefix + sink.Topic)
        : string.Join('\n', Observed.Records(_log, prefix + sink.Topic).Split('\n').Order(StringComparer.Ordinal));

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
