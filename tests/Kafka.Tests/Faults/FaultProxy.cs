using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Kappa.Logs.Tests;

/// <summary>
/// Stands between clients and a broker, and loses one message when it is told to: the request before the broker has
/// it, or the answer after the broker has acted. The connection is cut with it.
/// </summary>
/// <remarks>
/// It reads the frames of Kafka's protocol: a length of four bytes, then in a request API key, version and correlation
/// id, in an answer the correlation id.
/// </remarks>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int MostFrameBytes = 64 << 20;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _target;
    private readonly Action<Memory<byte>>? _alter;
    private readonly Task _accepting;
    private Fault? _fault;
    private int _lost;

    /// <param name="target">Port of the broker.</param>
    /// <param name="alter">Alters the frames of answers in place; null for none.</param>
    public FaultProxy(int target, Action<Memory<byte>>? alter = null)
    {
        (_target, _alter) = (target, alter);
        _listener.Start();
        _accepting = Task.Run(AcceptAsync); // Tests block their own scheduler's threads.
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many messages were lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Loses the next message of a kind, once.</summary>
    /// <param name="api">The request that is lost, or whose answer is.</param>
    /// <param name="isAnswer">Whether the broker has acted already.</param>
    public void LoseNext(KafkaApi api, bool isAnswer) => Volatile.Write(ref _fault, new Fault(api, isAnswer));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var broker = new TcpClient())
        {
            await broker.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            client.NoDelay = broker.NoDelay = true;
            var answersToLose = new ConcurrentDictionary<int, bool>();
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task requests = CopyAsync(client, broker, frame => LosesRequest(frame, answersToLose), cut.Token);
            Task answers = CopyAsync(broker, client, frame => LosesAnswer(frame, answersToLose), cut.Token);
            await Task.WhenAny(requests, answers);
            await cut.CancelAsync();
            await Task.WhenAll(requests, answers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Copies frame by frame until one is lost or either end closes.</summary>
    private static async Task CopyAsync(
        TcpClient from, TcpClient to, Func<Memory<byte>, bool> loses, CancellationToken stop)
    {
        NetworkStream input = from.GetStream();
        NetworkStream output = to.GetStream();
        byte[] frame = new byte[4];
        while (true)
        {
            await input.ReadExactlyAsync(frame.AsMemory(0, 4), stop);
            int length = BinaryPrimitives.ReadInt32BigEndian(frame);
            if (length is < 4 or > MostFrameBytes)
            {
                throw new InvalidDataException($"A frame of {length} bytes is none of Kafka's.");
            }

            Array.Resize(ref frame, Math.Max(frame.Length, length + 4));
            await input.ReadExactlyAsync(frame.AsMemory(4, length), stop);
            if (loses(frame.AsMemory(4, length)))
            {
                return;
            }

            await output.WriteAsync(frame.AsMemory(0, length + 4), stop);
        }
    }

    private bool LosesRequest(ReadOnlyMemory<byte> frame, ConcurrentDictionary<int, bool> answersToLose)
    {
        if (Volatile.Read(ref _fault) is not { } fault
            || BinaryPrimitives.ReadInt16BigEndian(frame.Span) != (short)fault.Api
            || Interlocked.CompareExchange(ref _fault, null, fault) != fault)
        {
            return false;
        }

        if (fault.IsAnswer)
        {
            answersToLose[BinaryPrimitives.ReadInt32BigEndian(frame.Span[4..])] = true;
            return false;
        }

        Interlocked.Increment(ref _lost);
        return true;
    }

    private bool LosesAnswer(Memory<byte> frame, ConcurrentDictionary<int, bool> answersToLose)
    {
        _alter?.Invoke(frame);
        if (!answersToLose.ContainsKey(BinaryPrimitives.ReadInt32BigEndian(frame.Span)))
        {
            return false;
        }

        Interlocked.Increment(ref _lost);
        return true;
    }

    private sealed record Fault(KafkaApi Api, bool IsAnswer);
}
