namespace Kappa.StateStores;

/// <summary>Walks a stretch of an <see cref="ExpiryQueue"/>, which may change meanwhile. One thread.</summary>
/// <remarks>
/// What is below is opened when its turn may have come, and where it may begin: mostly neither, as what comes first is
/// known, and before it RocksDB has deleted entries only.
/// </remarks>
internal sealed class ExpiryWalk : IDisposable
{
    private readonly SortedEntries _added;
    private readonly SortedEntries _removed;
    private readonly ExpiryQueue _queue;
    private readonly IBackendStore _backend;
    private readonly long _afterMs;
    private readonly long _toMs;
    private IRowCursor? _below;
    private byte[] _current = new byte[64];
    private int _length;
    private int _sought; // What comes next does not sort before so many bytes: the entry and a 0.
    private bool _hasBelow;

    public ExpiryWalk(
        ExpiryQueue queue, IBackendStore backend, SortedEntries added, SortedEntries removed, long afterMs, long toMs)
    {
        (_queue, _backend, _added, _removed, _afterMs, _toMs) = (queue, backend, added, removed, afterMs, toMs);
        Begin();
    }

    /// <summary>The row's key.</summary>
    public ReadOnlySpan<byte> Key => _current.AsSpan(SortedTime.Bytes, _length - SortedTime.Bytes);

    public bool MoveNext()
    {
        ReadOnlySpan<byte> above = _added.From(_current.AsSpan(0, _sought));
        long aboveMs = above.IsEmpty ? long.MaxValue : SortedTime.Read(above);
        if (_below is null && _queue.MayHaveBelow(Math.Min(aboveMs, _toMs))) { OpenBelow(); }
        if (aboveMs > _toMs) { above = []; }
        bool isBelow = _hasBelow && (above.IsEmpty || _below!.Key.SequenceCompareTo(above) < 0);
        if (!isBelow && above.IsEmpty) { return false; }
        Take(isBelow ? _below!.Key : above);
        if (isBelow) { MoveBelow(); }
        return true;
    }

    /// <summary>Begins anew, also after the end of a walk.</summary>
    public void Begin()
    {
        Dispose();
        _length = ExpiryQueue.Write(Behind(_afterMs), [], ref _current);
        _sought = _length;
    }

    public void Dispose()
    {
        _below?.Dispose();
        (_below, _hasBelow) = (null, false);
    }

    private static long Behind(long timeMs) => timeMs == long.MaxValue ? timeMs : timeMs + 1;

    private void OpenBelow()
    {
        Span<byte> from = stackalloc byte[SortedTime.Bytes];
        Span<byte> end = stackalloc byte[SortedTime.Bytes];
        long bound = _queue.BoundMs;
        SortedTime.Write(Math.Max(Behind(_afterMs), bound), from);
        SortedTime.Write(Behind(_toMs), end);
        _below = _backend.Scan(from, _toMs == long.MaxValue ? [] : end);
        MoveBelow();
        if ((_afterMs == long.MinValue || Behind(_afterMs) <= bound) && (_hasBelow || _toMs == long.MaxValue))
        {
            _queue.Found(_hasBelow, _hasBelow ? SortedTime.Read(_below.Key) : long.MaxValue);
        }
    }

    private void Take(ReadOnlySpan<byte> entry)
    {
        if (_current.Length <= entry.Length) { _current = new byte[2 * (entry.Length + 1)]; }
        entry.CopyTo(_current);
        _current[entry.Length] = 0;
        (_length, _sought) = (entry.Length, entry.Length + 1);
    }

    private void MoveBelow()
    {
        do { _hasBelow = _below!.MoveNext(); }
        while (_hasBelow && _removed.Contains(_below.Key));
    }
}
