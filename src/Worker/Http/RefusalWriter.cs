using System.Buffers;
using System.IO.Pipelines;

namespace Kappa.Worker;

/// <summary>What a connection writes; its last answer can be replaced before it is written.</summary>
internal sealed class RefusalWriter(PipeWriter inner) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _discarded = new();
    private byte[]? _instead;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Writes these bytes at the next flush, in place of all that comes from now on.</summary>
    public void Replace(byte[] instead) => _instead ??= instead;

    public override Memory<byte> GetMemory(int sizeHint = 0) =>
        _instead is null ? inner.GetMemory(sizeHint) : _discarded.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) =>
        _instead is null ? inner.GetSpan(sizeHint) : _discarded.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (_instead is null)
        {
            inner.Advance(bytes);
        }
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_instead is { Length: > 0 } bytes)
        {
            _instead = [];
            inner.Write(bytes);
        }

        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
