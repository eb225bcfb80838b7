using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Kappa.Cli;

/// <summary>
/// Tells systemd that the service is ready, that it stops, and that it lives (sd_notify). Without a service manager it
/// tells nobody.
/// </summary>
/// <remarks>Nothing that goes wrong here is worth stopping a worker for.</remarks>
internal sealed class ServiceNotifier : IDisposable
{
    private const int MicrosecondsPerMillisecond = 1_000;

    private readonly Socket? _socket;
    private readonly TimeProvider _time;
    private readonly TimeSpan? _interval;
    private ITimer? _timer;

    private ServiceNotifier(Socket? socket, TimeSpan? interval, TimeProvider time) =>
        (_socket, _interval, _time) = (socket, interval, time);

    /// <summary>Finds the service manager by the variables NOTIFY_SOCKET and WATCHDOG_USEC.</summary>
    public static ServiceNotifier Open(CliContext context)
    {
        string? path = context.Environment("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(path))
        {
            return new ServiceNotifier(null, null, context.Time);
        }

        string? limit = context.Environment("WATCHDOG_USEC");
        bool hasWatchdog = long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds >= 2 * MicrosecondsPerMillisecond;
        return new ServiceNotifier(
            Connect(path), hasWatchdog ? TimeSpan.FromMicroseconds(microseconds) / 2 : null, context.Time);
    }

    /// <summary>The worker answers; from now on the watchdog is told that it lives.</summary>
    public void Ready(string status)
    {
        Send($"READY=1\nSTATUS={status.ReplaceLineEndings(" ")}");
        if (_interval is { } interval)
        {
            _timer ??= _time.CreateTimer(_ => Send("WATCHDOG=1"), null, interval, interval);
        }
    }

    /// <summary>The worker stops.</summary>
    public void Stopping() => Send("STOPPING=1");

    public void Dispose()
    {
        _timer?.Dispose();
        _socket?.Dispose();
    }

    private static Socket? Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            // An abstract name begins with @ in the variable, and with a zero for the kernel.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
            return socket;
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }

    private void Send(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The manager is gone, or the worker has stopped meanwhile.
        }
    }
}
