using System.Net;
using System.Text;

namespace Kappa.Cli.Tests;

/// <summary>A body that fails behind its first part.</summary>
internal sealed class BrokenContent(string text) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await stream.FlushAsync();
        throw new IOException("The sender has failed.");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
