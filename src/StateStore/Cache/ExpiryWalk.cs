namespace Kappa.StateStores;

/// <summary>Walks a stretch of an <see cref="ExpiryQueue"/>, which may change meanwhile. One thread.</summary>
internal sealed class ExpiryWalk : IDisposable
{
    private readonly SortedEntries _added;
    private readonly SortedEntries _removed;
    private readonly long _toMs;
    private readonly IRowCursor _below;
    private byte[] _current = new byte[64];
    private int _length;
    private int _sought; // What comes next does not sort before so many bytes: the entry and a 0.
    private bool _hasBelow;

    public ExpiryWalk(IBackendStore backend, SortedEntries added, SortedEntries removed, long afterMs, long toMs)
    {
        (_added, _removed, _toMs) = (added, removed, toMs);
        _length = ExpiryQueue.Write(afterMs == long.MaxValue ? afterMs : afterMs + 1, [], ref _current);
        _sought = _length;
        Span<byte> end = stackalloc byte[SortedTime.Bytes];
        SortedTime.Write(toMs == long.MaxValue ? toMs : toMs + 1, end);
        _below = backend.Scan(_current.AsSpan(0, _length), toMs == long.MaxValue ? [] : end);
        MoveBelow();
    }

    /// <summary>The row's key.</summary>
    public ReadOnlySpan<byte> Key => _current.AsSpan(SortedTime.Bytes, _length - SortedTime.Bytes);

    public bool MoveNext()
    {
        ReadOnlySpan<byte> above = _added.From(_current.AsSpan(0, _sought));
        if (!above.IsEmpty && SortedTime.Read(above) > _toMs) { above = []; }
        bool isBelow = _hasBelow && (above.IsEmpty || _below.Key.SequenceCompareTo(above) < 0);
        if (!isBelow && above.IsEmpty) { return false; }
        Take(isBelow ? _below.Key : above);
        if (isBelow) { MoveBelow(); }
        return true;
    }

    public void Dispose() => _below.Dispose();

    private void Take(ReadOnlySpan<byte> entry)
    {
        if (_current.Length <= entry.Length) { _current = new byte[2 * (entry.Length + 1)]; }
        entry.CopyTo(_current);
        _current[entry.Length] = 0;
        (_length, _sought) = (entry.Length, entry.Length + 1);
    }

    private void MoveBelow()
    {
        do { _hasBelow = _below.MoveNext(); }
        while (_hasBelow && _removed.Contains(_below.Key));
    }
}
