using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>What a task has for one topic in the commit in progress, by partition.</summary>
/// <remarks>One thread. Buffers are kept from commit to commit.</remarks>
internal sealed class TaskOutput(string topic, int partitions) : IDisposable
{
    private readonly RecordBuffer?[] _buffers = new RecordBuffer?[partitions];

    public string Topic { get; } = topic;

    public int Partitions => _buffers.Length;

    public RecordBuffer Buffer(int partition) => _buffers[partition] ??= new RecordBuffer();

    public void AppendTo(ILogProducer producer)
    {
        for (int partition = 0; partition < _buffers.Length; partition++)
        {
            if (_buffers[partition] is { Records: > 0 } buffer)
            {
                producer.Append(new TopicPartition(Topic, partition), buffer);
            }
        }
    }

    public void Clear()
    {
        foreach (RecordBuffer? buffer in _buffers)
        {
            buffer?.Clear();
        }
    }

    public void Dispose()
    {
        foreach (RecordBuffer? buffer in _buffers)
        {
            buffer?.Dispose();
        }
    }
}
