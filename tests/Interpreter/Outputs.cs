namespace Kappa.Interpreter;

/// <summary>All that was written.</summary>
internal sealed class Outputs
{
    /// <summary>The records of each partition of a stream topic, in order.</summary>
    public SortedDictionary<(string Topic, int Partition), List<WrittenRecord>> Streams { get; } = [];

    /// <summary>The updates of each partition of a table topic, of which the last one of each key counts.</summary>
    public SortedDictionary<(string Topic, int Partition), List<WrittenRecord>> Tables { get; } = [];

    public void Write(bool isTable, string topic, int partition, WrittenRecord record)
    {
        SortedDictionary<(string, int), List<WrittenRecord>> topics = isTable ? Tables : Streams;
        if (!topics.TryGetValue((topic, partition), out List<WrittenRecord>? records))
        {
            topics.Add((topic, partition), records = []);
        }

        records.Add(record);
    }
}
