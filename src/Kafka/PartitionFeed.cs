using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Kappa.Kafka;

/// <summary>What librdkafka fetches of one partition for one reader, in a queue of its own.</summary>
/// <remarks>
/// Belongs to the reader's thread. From the start on the client fetches ahead by itself, and the log's change signal
/// moves whenever the queue is no longer empty.
/// </remarks>
internal sealed unsafe class PartitionFeed : IDisposable
{
    private const int MostMessages = 1_000;
    private const int BatchBytes = 512 << 10;

    private readonly ConsumerClients _clients;
    private readonly ConsumerClient _client;
    private readonly KafkaTopic _topic;
    private readonly int _partition;
    private readonly nint _handle;
    private readonly nint _queue;
    private readonly nint[] _messages = new nint[MostMessages];
    private GCHandle _signal;
    private int _averageBytes = 512;
    private bool _isStarted;

    public PartitionFeed(
        ConsumerClients clients, KafkaTopic topic, int partition, ReadIsolation isolation, ChangeSignal signal)
    {
        (_clients, _topic, _partition) = (clients, topic, partition);
        (_client, _handle) = clients.Take(topic, partition, isolation);
        _queue = RdKafka.QueueNew(_client.Native);
        _signal = GCHandle.Alloc(signal);
        RdKafka.QueueCallback(_queue, &Changed, GCHandle.ToIntPtr(_signal));
    }

    /// <summary>The offset after the last record or end of partition that came; -1 before the first.</summary>
    public long Reached { get; private set; } = -1;

    /// <summary>What came last instead of a record; it may pass by itself.</summary>
    public RdKafkaError? Error { get; private set; }

    /// <summary>Fetches from an offset on; what was fetched from elsewhere is dropped.</summary>
    /// <exception cref="InvalidOperationException">The client refuses; no user can bring that about.</exception>
    public void Start(long offset)
    {
        Reached = offset;
        if (Error is not null && _isStarted)
        {
            Stop(); // It may have given the partition up.
        }

        Error = null;
        int failure = _isStarted
            ? RdKafka.Seek(_handle, _partition, offset, 0)
            : RdKafka.ConsumeStart(_handle, _partition, offset, _queue) == 0 ? 0 : RdKafka.LastError();
        _isStarted = failure == 0;
        if (failure != 0)
        {
            throw new InvalidOperationException(
                $"librdkafka does not read {_topic.Description.Name}/{_partition}: {RdKafkaError.Of(failure).Text}");
        }
    }

    /// <summary>Appends what has come to a batch, at most about half a megabyte; waits for the first of it.</summary>
    /// <returns>Whether anything came, be it a record, the end of the partition or an error.</returns>
    public bool Take(MessageBatch batch, TimeSpan wait)
    {
        // The call waits until it has all that it may take: whoever waits, waits for one.
        bool any = wait > TimeSpan.Zero && Fetch(batch, 1, (int)Math.Ceiling(wait.TotalMilliseconds)) > 0;
        while (batch.Length < BatchBytes)
        {
            nuint most = (nuint)Math.Clamp((BatchBytes - batch.Length) / _averageBytes, 1, MostMessages);
            int count = Fetch(batch, most, 0);
            if (count == 0)
            {
                break;
            }

            any = true;
            if (count < (int)most)
            {
                break; // The queue was emptied: what comes next is for the next batch.
            }
        }

        return any;
    }

    public void Dispose()
    {
        if (_isStarted)
        {
            Stop();
        }

        RdKafka.QueueCallback(_queue, null, 0);
        RdKafka.QueueDestroy(_queue);
        _clients.Free(_client, _topic, _partition);
        _signal.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Changed(nint client, nint opaque) => ((ChangeSignal)GCHandle.FromIntPtr(opaque).Target!).Move();

    private void Stop()
    {
        _ = RdKafka.ConsumeStop(_handle, _partition); // There is nothing to be done about it.
        _isStarted = false;
    }

    private int Fetch(MessageBatch batch, nuint most, int timeoutMs)
    {
        fixed (nint* messages = _messages)
        {
            int count = (int)Math.Max(
                0, RdKafka.ConsumeBatch(_queue, timeoutMs, (RdKafkaMessage**)messages, most));
            int before = batch.Length;
            for (int i = 0; i < count; i++)
            {
                var message = (RdKafkaMessage*)messages[i];
                TakeOne(batch, message);
                RdKafka.MessageDestroy(message);
            }

            _averageBytes = count == 0 ? _averageBytes : Math.Max(1, (batch.Length - before) / count);
            return count;
        }
    }

    private void TakeOne(MessageBatch batch, RdKafkaMessage* message)
    {
        switch (message->Error)
        {
            case 0:
                Debug.Assert(message->Offset >= Reached);
                batch.Add(message);
                Reached = message->Offset + 1;
                Error = null;
                break;
            case ConsumerCode.PartitionEnd:
                Reached = Math.Max(Reached, message->Offset);
                Error = null;
                break;
            default:
                Error = ErrorOf(message);
                break;
        }
    }

    /// <summary>An error has its words where a record has its value.</summary>
    private static RdKafkaError ErrorOf(RdKafkaMessage* message)
    {
        RdKafkaError error = RdKafkaError.Of(message->Error);
        return message->ValueBytes == 0 ? error
            : error with { Text = Encoding.UTF8.GetString(message->Value, (int)message->ValueBytes).TrimEnd('\0') };
    }
}
