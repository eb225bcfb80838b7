using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kappa.Worker.Tests;

/// <summary>
/// Sends bytes that need not be HTTP on a connection of their own. Clients tidy requests up; this one does not.
/// </summary>
internal sealed class RawHttp(ListenAddress address)
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    /// <param name="request">All that is sent.</param>
    /// <param name="hangsUp">
    /// Whether the sending side is closed then: what is declared and not sent will not come.
    /// </param>
    /// <param name="headOnly">
    /// Whether the head of an answer of that status is enough: it has no body, or one without end.
    /// </param>
    /// <param name="cancellationToken">The deadline.</param>
    /// <returns>The answer; null where the connection was closed without one.</returns>
    public async Task<RawAnswer?> SendAsync(
        byte[] request, bool hangsUp, Predicate<int> headOnly, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
        Task sending = SendAsync(socket, request, hangsUp, cancellationToken);
        var received = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        while (true)
        {
            int count = await ReceiveAsync(socket, buffer, cancellationToken);
            received.Write(buffer.AsSpan(0, count));
            RawAnswer? answer = Parse(received.GetBuffer().AsSpan(0, (int)received.Length), count == 0, headOnly);
            if (answer is not null || count == 0)
            {
                socket.Close();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return answer;
            }
        }
    }

    private static async Task SendAsync(
        Socket socket, byte[] request, bool hangsUp, CancellationToken cancellationToken)
    {
        await socket.SendAsync(request, SocketFlags.None, cancellationToken);
        if (hangsUp)
        {
            socket.Shutdown(SocketShutdown.Send);
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }
        catch (SocketException)
        {
            return 0; // Closed by the worker with bytes of ours unread: what it said before counts.
        }
    }

    private static RawAnswer? Parse(ReadOnlySpan<byte> received, bool isWhole, Predicate<int> headOnly)
    {
        while (received.StartsWith("HTTP/1.1 100 "u8) && received.IndexOf(EndOfHead) is var interim and >= 0)
        {
            received = received[(interim + EndOfHead.Length)..];
        }

        int end = received.IndexOf(EndOfHead);
        if (end < 0)
        {
            return null;
        }

        string[] head = Encoding.Latin1.GetString(received[..end]).Split("\r\n");
        int status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture);
        string Header(string name) => head.FirstOrDefault(
            line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..] ?? "";
        ReadOnlySpan<byte> body = received[(end + EndOfHead.Length)..];
        bool isChunked = Header("Transfer-Encoding") == "chunked";
        bool hasLength = long.TryParse(Header("Content-Length"), CultureInfo.InvariantCulture, out long length);
        bool isDone = isWhole || headOnly(status) || (isChunked && body.EndsWith(LastChunk)) ||
            (hasLength && body.Length >= length);
        body = hasLength && body.Length > length ? body[..(int)length] : body; // What follows answers other bytes.
        return !isDone ? null : new RawAnswer(
            status, Header("Content-Type"), Encoding.UTF8.GetString(isChunked ? Chunks(body) : body));
    }

    private static byte[] Chunks(ReadOnlySpan<byte> body)
    {
        List<byte> all = [];
        while (body.IndexOf("\r\n"u8) is var line and > 0)
        {
            int size = int.Parse(
                Encoding.ASCII.GetString(body[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0 || body.Length < line + 2 + size)
            {
                break;
            }

            all.AddRange(body.Slice(line + 2, size));
            body = body[Math.Min(body.Length, line + 2 + size + 2)..];
        }

        return [.. all];
    }
}
