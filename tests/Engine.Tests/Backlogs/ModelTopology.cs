namespace Kappa.Engine.Tests;

/// <summary>
/// A topology written again in lists and dictionaries: one record after another, each all the way down. Nothing of
/// Kappa is used, so that both cannot be wrong in the same way.
/// </summary>
/// <param name="partitions">Number of partitions of each source topic.</param>
internal sealed class ModelTopology(IReadOnlyDictionary<string, int> partitions)
{
    private readonly Dictionary<string, ModelStream> _streams = [];
    private readonly Dictionary<string, ModelTable> _sourceTables = [];
    private readonly Dictionary<string, ModelTable> _tables = [];

    /// <summary>What was written to each stream topic, by partition.</summary>
    public Dictionary<string, List<ModelRecord>[]> Streams { get; } = [];

    /// <summary>The last record of each key of each table topic.</summary>
    public Dictionary<string, Dictionary<string, ModelRecord>> TableTopics { get; } = [];

    public int PartitionsOf(string topic) => partitions[topic];

    public ModelStream Stream(string topic)
    {
        if (!_streams.TryGetValue(topic, out ModelStream? stream))
        {
            _streams.Add(topic, stream = new ModelStream(this, partitions[topic]));
        }

        return stream;
    }

    public ModelTable Table(string topic)
    {
        if (!_sourceTables.TryGetValue(topic, out ModelTable? table))
        {
            _sourceTables.Add(topic, table = AddTable(topic.ToLowerInvariant(), partitions[topic]));
        }

        return table;
    }

    public ModelTable AddTable(string store, int tasks)
    {
        var table = new ModelTable(this, tasks);
        _tables.Add(store, table);
        return table;
    }

    /// <summary>Processes a history.</summary>
    public void Run(IEnumerable<(PastPartition Partition, PastRecord Record)> order)
    {
        foreach ((PastPartition partition, PastRecord past) in order)
        {
            var record = new ModelRecord(past.Key, past.Value, past.TimestampMs, partition.Partition);
            if (_sourceTables.TryGetValue(partition.Topic, out ModelTable? table))
            {
                table.Take(record);
            }

            if (_streams.TryGetValue(partition.Topic, out ModelStream? stream))
            {
                stream.Push(record);
            }
        }
    }

    /// <summary>All rows of all stores, all that went to streams in order, the last values of table topics.</summary>
    public string[] Lines()
    {
        var lines = new BacklogLines();
        foreach ((string store, ModelTable table) in _tables)
        {
            lines.AddStore(store, table.Rows.Select(row => (row.Key, row.Value.Value, row.Value.TimestampMs)));
        }

        foreach ((string topic, List<ModelRecord>[] written) in Streams)
        {
            for (int partition = 0; partition < written.Length; partition++)
            {
                lines.AddStream(
                    topic, partition, written[partition].Select(sent => (sent.Key, sent.Value, sent.TimestampMs)));
            }
        }

        foreach ((string topic, Dictionary<string, ModelRecord> last) in TableTopics)
        {
            lines.AddTable(topic, last.Select(row => (row.Key, row.Value.Value, row.Value.TimestampMs)));
        }

        return lines.Sorted();
    }
}
