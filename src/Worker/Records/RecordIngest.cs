using System.IO.Pipelines;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>
/// Writes lines to a topic of a log, each record to the partition of its key, in commits of bounded size.
/// </summary>
/// <remarks>One thread at a time. Records without a key go to the partitions in turn.</remarks>
internal sealed class RecordIngest : ILineSink, IDisposable
{
    private const int CommitRecords = 10_000;
    private const int CommitBytes = 4 << 20;

    private readonly TopicDescription _topic;
    private readonly TimeProvider _time;
    private readonly bool _commitAtPauses;
    private readonly RecordLineParser _parser;
    private readonly ILogProducer _producer;
    private readonly RecordBuffer[] _buffers;
    private readonly SortedDictionary<string, long> _offsets = new(StringComparer.Ordinal);
    private int _pendingRecords;
    private long _pendingBytes;
    private int _nextKeyless;

    public RecordIngest(
        ILog log, TopicDescription topic, RecordFields fields, TimeProvider time, bool commitAtPauses)
    {
        (_topic, _time, _commitAtPauses) = (topic, time, commitAtPauses);
        _parser = new RecordLineParser(fields);
        _producer = log.OpenProducer();
        _buffers = [.. Enumerable.Range(0, topic.Partitions).Select(_ => new RecordBuffer())];
    }

    public long Acknowledged { get; private set; }

    /// <summary>Writes all lines of a stream.</summary>
    /// <exception cref="RecordLineException">
    /// A line is no record; those before it are written, as the error says.
    /// </exception>
    public Task<ProduceResult> RunAsync(PipeReader input, CancellationToken cancellationToken) =>
        RunAsync(sink => LineReader.ReadAsync(input, sink, cancellationToken));

    /// <summary>Writes all lines that a source gives.</summary>
    /// <exception cref="RecordLineException">As above.</exception>
    /// <exception cref="IngestFullException">The disk is full; it says what was written.</exception>
    public async Task<ProduceResult> RunAsync(Func<ILineSink, Task> read)
    {
        try
        {
            await WriteAsync(read);
        }
        catch (DiskFullException error)
        {
            throw new IngestFullException(error, Acknowledged);
        }

        return new ProduceResult(_topic.Name, Acknowledged, _offsets);
    }

    public void Add(long line, ReadOnlySpan<byte> text)
    {
        if (!_parser.TryParse(line, text))
        {
            return;
        }

        int partition = _parser.HasKey
            ? KeyPartitioner.Partition(_parser.Key, _buffers.Length)
            : _nextKeyless++ % _buffers.Length;
        RecordBuffer buffer = _buffers[partition];
        long before = buffer.Bytes;
        buffer.Add(
            _parser.TimestampMs ?? _time.GetUtcNow().ToUnixTimeMilliseconds(), _parser.HasKey, _parser.Key,
            _parser.HasValue, _parser.Value, _parser.Headers);
        _pendingRecords++;
        _pendingBytes += buffer.Bytes - before;
        if (_pendingRecords >= CommitRecords || _pendingBytes >= CommitBytes)
        {
            Commit();
        }
    }

    public ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        if (_commitAtPauses)
        {
            Commit();
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _producer.Dispose();
        foreach (RecordBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }
    }

    private async Task WriteAsync(Func<ILineSink, Task> read)
    {
        try
        {
            await read(this);
        }
        catch (RecordLineException error)
        {
            Commit();
            throw error.With(Acknowledged);
        }

        Commit();
    }

    private void Commit()
    {
        if (_pendingRecords == 0)
        {
            return;
        }

        var written = new List<int>();
        for (int partition = 0; partition < _buffers.Length; partition++)
        {
            if (_buffers[partition].Records > 0)
            {
                _producer.Append(new TopicPartition(_topic.Name, partition), _buffers[partition]);
                written.Add(partition);
            }
        }

        IReadOnlyList<long> offsets = _producer.Commit();
        for (int i = 0; i < written.Count; i++)
        {
            RecordBuffer buffer = _buffers[written[i]];
            _offsets[$"{_topic.Name}/{written[i]}"] = offsets[i] + buffer.Records;
            buffer.Clear();
        }

        Acknowledged += _pendingRecords;
        (_pendingRecords, _pendingBytes) = (0, 0);
    }
}
