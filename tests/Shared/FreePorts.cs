using System.Net;
using System.Net.Sockets;

namespace Kappa.Tests;

/// <summary>Ports of this machine on which nobody listens, for processes that have to be told theirs.</summary>
internal static class FreePorts
{
    public static int Take() => Take(1)[0];

    public static int[] Take(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }
}
