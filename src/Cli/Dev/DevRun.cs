using System.IO.Pipelines;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Runs the newest version of each topology of an assembly over sample data, in memory, from zero.</summary>
/// <param name="data">
/// The folder with a file of JSON lines for each source, <c>TOPIC.ndjson</c>, as <c>kappa topic produce</c> reads it.
/// </param>
/// <param name="time">The clock, for records without a timestamp: one that stands still gives the same answers.</param>
internal sealed class DevRun(string data, TimeProvider time)
{
    private const int Partitions = 4;

    /// <summary>The file of a source's records; null where there is none.</summary>
    public string? FileOf(string topic) =>
        Path.Combine(data, $"{topic}.ndjson") is var file && File.Exists(file) ? file : null;

    /// <summary>Runs the newest version of each topology of an assembly.</summary>
    /// <param name="assembly">Full path of the .dll.</param>
    /// <param name="failed">Is told of a version whose description is wrong; the others are run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">The data or the code of a topology is wrong.</exception>
    public async Task<IReadOnlyList<DevAnswers>> RunAsync(
        string assembly, Action<string, int, KappaException> failed, CancellationToken cancellationToken)
    {
        Topology[] all = [.. TopologyLoader.LoadAll(assembly, failed).Select(version => version.Topology)];
        try
        {
            List<DevAnswers> answers = [];
            foreach (IGrouping<string, Topology> versions in all.GroupBy(topology => topology.Name))
            {
                answers.Add(await RunAsync(versions.MaxBy(topology => topology.Version)!, cancellationToken));
            }

            return answers;
        }
        finally
        {
            Array.ForEach(all, TopologyLoader.Unload);
        }
    }

    private async Task<DevAnswers> RunAsync(Topology topology, CancellationToken cancellationToken)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        long records = 0;
        foreach (string source in topology.NamesOf(TopologyPart.Source))
        {
            log.Admin.CreateTopic(source, new TopicSettings { Partitions = Partitions });
            records += FileOf(source) is { } file ? await LoadAsync(log, source, file, cancellationToken) : 0;
        }

        using StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings { Threads = 1 });
        engine.RunToEnd(cancellationToken: cancellationToken);
        using StoreViews views = engine.OpenStores();
        var stores = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        for (int store = 0; store < views.Stores.Count; store++)
        {
            if (!views.Stores[store].IsInternal)
            {
                stores.Add(views.Stores[store].Name, RowsOf(views[store]));
            }
        }

        return new DevAnswers(topology.Name, topology.Version, records, stores);
    }

    private async Task<long> LoadAsync(
        EmbeddedLog log, string topic, string file, CancellationToken cancellationToken)
    {
        await using FileStream stream = File.OpenRead(file);
        using var ingest = new RecordIngest(log, log.Find(topic)!, RecordFields.None, time, commitAtPauses: false);
        try
        {
            await ingest.RunAsync(PipeReader.Create(stream), cancellationToken);
        }
        catch (RecordLineException error)
        {
            throw error.In(file, "line");
        }

        return ingest.Acknowledged;
    }

    private static SortedDictionary<string, string> RowsOf(IStoreView view)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (StoreEntry row in view.Scan())
        {
            rows[row.Key] = row.ValueJson;
        }

        return rows;
    }
}
