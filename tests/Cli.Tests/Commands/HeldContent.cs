using System.Net;
using System.Text;

namespace Kappa.Cli.Tests;

/// <summary>A body that waits between its first part and its last.</summary>
internal sealed class HeldContent(string first, string last) : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first part is on its way.</summary>
    public Task HasBegun => _begun.Task;

    public void GoOn() => _goOn.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(first));
        await stream.FlushAsync();
        _begun.SetResult();
        await _goOn.Task;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(last));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
