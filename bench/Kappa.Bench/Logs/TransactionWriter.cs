using System.Buffers.Binary;
using System.Diagnostics;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Commits numbered records as fast as it goes, as one of several producers.</summary>
internal sealed class TransactionWriter : IDisposable
{
    private const int ValueBytes = 84; // About 100 bytes a record.
    private const long FirstMs = 1_000_000_000_000;

    private readonly TransactionKind _kind;
    private readonly string _topic;
    private readonly ILogProducer _producer;
    private readonly RecordBuffer[] _buffers;
    private readonly byte[] _key = new byte[sizeof(int)];
    private readonly byte[] _value = new byte[ValueBytes];

    public TransactionWriter(ILog log, string topic, TransactionKind kind, int number)
    {
        (_kind, _topic) = (kind, topic);
        _producer = log.OpenProducer($"{topic}-{number}");
        _buffers = [.. Enumerable.Range(0, kind.Partitions).Select(_ => new RecordBuffer())];
        new Random(number).NextBytes(_value);
        BinaryPrimitives.WriteInt32BigEndian(_key, number);
    }

    /// <summary>Records that were committed to each partition.</summary>
    public long Written { get; private set; }

    public LatencySample Sample { get; } = new();

    public static (int Producer, long Number) Read(RecordCursor cursor) =>
        (BinaryPrimitives.ReadInt32BigEndian(cursor.Key), BinaryPrimitives.ReadInt64BigEndian(cursor.Value));

    public void Run(TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            long before = Stopwatch.GetTimestamp();
            Commit();
            Sample.Add(Stopwatch.GetElapsedTime(before));
        }
    }

    /// <summary>Commits once.</summary>
    public void Commit()
    {
        for (int partition = 0; partition < _kind.Partitions; partition++)
        {
            _buffers[partition].Clear();
            for (int record = 0; record < _kind.Records; record++)
            {
                BinaryPrimitives.WriteInt64BigEndian(_value, Written + record);
                _buffers[partition].Add(FirstMs + Written, true, _key, true, _value);
            }

            _producer.Append(new TopicPartition(_topic, partition), _buffers[partition]);
        }

        _producer.Commit();
        Written += _kind.Records;
    }

    public void Dispose()
    {
        _producer.Dispose();
        Array.ForEach(_buffers, buffer => buffer.Dispose());
    }
}
