namespace Kappa.Logs;

/// <summary>Walks the keys of records that a cursor has at hand; records without one are passed over.</summary>
public ref struct KeysAhead
{
    private readonly long _endDelta;
    private RecordWalk _walk;

    internal KeysAhead(byte[] buffer, int start, int end, long endDelta)
    {
        _walk = new RecordWalk(buffer, start, end);
        _endDelta = endDelta;
    }

    /// <summary>The current key, valid until the cursor moves.</summary>
    public readonly ReadOnlySpan<byte> Current => _walk.Key;

    /// <summary>Itself, so that it can be walked with foreach.</summary>
    public readonly KeysAhead GetEnumerator() => this;

    /// <summary>Moves to the next key.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        while (_walk.MoveNext() && _walk.OffsetDelta < _endDelta)
        {
            if (_walk.HasKey)
            {
                return true;
            }
        }

        return false;
    }
}
