using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A dump as the body of a request: it is read while it is sent, as fast as the worker takes it.</summary>
/// <remarks>
/// Where the source fails, the body ends without the line that says that it is whole, and the worker still answers: it
/// may have found a row before that is wrong, as a command that writes itself would have.
/// </remarks>
internal sealed class SentDump : HttpContent
{
    private readonly ISnapshotSource _source;
    private readonly IReadOnlyDictionary<string, ColumnType> _types;
    private readonly CancellationToken _cancellationToken;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KappaException? _failure;
    private bool _isWhole;

    /// <param name="source">The dump.</param>
    /// <param name="types">What its columns are, as far as that is known.</param>
    /// <param name="cancellationToken">Ends it; the worker writes nothing then.</param>
    public SentDump(
        ISnapshotSource source, IReadOnlyDictionary<string, ColumnType> types, CancellationToken cancellationToken)
    {
        (_source, _types, _cancellationToken) = (source, types, cancellationToken);
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    /// <summary>Ends when the source has given all that it has, and is silent from then on.</summary>
    public Task Sent => _sent.Task;

    /// <summary>What went wrong, in this source's words.</summary>
    /// <param name="answer">What the worker, or the way to it, said.</param>
    /// <param name="address">Where it is.</param>
    public KappaException ErrorOf(KappaException answer, ListenAddress address)
    {
        if (answer.Code == SnapshotErrors.NoEndCode && _failure is not null)
        {
            return _failure;
        }

        return answer switch
        {
            DumpRowException rows => rows.In(_source),
            { Code: CliErrors.ConnectionLostCode } =>
                _failure ?? SnapshotErrors.Interrupted(address.ToString(), _isWhole, answer.InnerException?.Message),
            _ => answer,
        };
    }

    /// <summary>Throws where the source has failed, whatever the worker said.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var rows = new SentRows(stream, _types, _source);
        try
        {
            await _source.ReadAsync(rows, _cancellationToken);
            rows.End();
        }
        catch (KappaException error)
        {
            _failure = error;
        }

        rows.Flush();
        _isWhole = _failure is null;
        _sent.SetResult();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
