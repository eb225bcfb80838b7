namespace Kappa.Logs.Tests;

/// <summary>A producer of a mixed history, with what it has appended and not yet committed.</summary>
internal sealed class MixedProducer(ILogProducer producer, string? id) : IDisposable
{
    private readonly List<(TopicPartition Partition, int Topic, MixedRecord[] Records)> _appends = [];
    private readonly List<(string Group, TopicPartition Partition, int Topic, long Offset)> _offsets = [];
    private readonly List<RecordBuffer> _buffers = [];

    public string? Id => id;

    public ILogProducer Producer => producer;

    /// <summary>Whether another producer of its id was opened.</summary>
    public bool IsFenced { get; set; }

    public bool IsEmpty => _appends.Count == 0 && _offsets.Count == 0;

    public void Append(MixedState state, TopicPartition partition, MixedRecord[] records)
    {
        RecordBuffer buffer = new();
        foreach (MixedRecord record in records)
        {
            buffer.Add(
                record.TimeMs, record.Key is not null, System.Text.Encoding.UTF8.GetBytes(record.Key ?? ""),
                record.Value is not null, System.Text.Encoding.UTF8.GetBytes(record.Value ?? ""));
        }

        _buffers.Add(buffer);
        producer.Append(partition, buffer);
        _appends.Add((partition, state.Topics[partition.Topic].Number, records));
    }

    public void AppendOffset(MixedState state, string group, TopicPartition partition, long offset)
    {
        producer.AppendOffset(group, partition, offset);
        _offsets.Add((group, partition, state.Topics[partition.Topic].Number, offset));
    }

    /// <summary>Whether a topic that it has appended to, or read from, was deleted since.</summary>
    public bool HasDeleted(MixedState state) =>
        _appends.Exists(append => IsGone(state, append.Partition, append.Topic)) ||
        _offsets.Exists(offset => IsGone(state, offset.Partition, offset.Topic));

    /// <summary>The state that its commit makes.</summary>
    public MixedState After(MixedState state)
    {
        foreach (var appends in _appends.GroupBy(append => append.Partition))
        {
            state = state.With(appends.Key, state[appends.Key].With(
                appends.SelectMany(append => append.Records), hasMarker: id is not null));
        }

        return state with
        {
            Offsets = state.Offsets.SetItems(_offsets.Select(offset =>
                KeyValuePair.Create((offset.Group, offset.Partition), offset.Offset))),
        };
    }

    /// <summary>The offset of the first record of each append in its commit.</summary>
    public List<long> OffsetsOf(MixedState state)
    {
        Dictionary<TopicPartition, long> next = [];
        List<long> offsets = [];
        foreach ((TopicPartition partition, _, MixedRecord[] records) in _appends)
        {
            offsets.Add(next.GetValueOrDefault(partition, state[partition].Next));
            next[partition] = offsets[^1] + records.Length;
        }

        return offsets;
    }

    /// <summary>Forgets what was appended, once it was committed or dropped.</summary>
    public void Clear()
    {
        _appends.Clear();
        _offsets.Clear();
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }

    public void Dispose()
    {
        producer.Dispose();
        Clear();
    }

    private static bool IsGone(MixedState state, TopicPartition partition, int topic) =>
        !state.Topics.TryGetValue(partition.Topic, out MixedTopic? now) || now.Number != topic;
}
