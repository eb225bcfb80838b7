namespace Kappa.Snapshots;

/// <summary>Rows by key, those of one key by their place in the dump. Spans are valid until the next move.</summary>
internal interface ISortedRows : IDisposable
{
    bool MoveNext();

    ReadOnlySpan<byte> Key { get; }

    ReadOnlySpan<byte> Value { get; }

    long Place { get; }
}
