using System.Runtime.InteropServices;

using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Read options with the bounds of a scan, which RocksDB then never looks beyond.</summary>
/// <remarks>
/// Behind the last row of a range may lie any number of deleted ones, which a cursor without bounds walks to find the
/// next row. RocksDB keeps pointers to the bounds, so they live here until the iterator is gone.
/// </remarks>
internal sealed unsafe class RocksDbRange : IDisposable
{
    private readonly byte* _bounds;

    public RocksDbRange(nint snapshot, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        ReadOptions = Native.Instance.rocksdb_readoptions_create();
        if (snapshot != 0) { Native.Instance.rocksdb_readoptions_set_snapshot(ReadOptions, snapshot); }
        if (from.IsEmpty && to.IsEmpty) { return; }
        _bounds = (byte*)NativeMemory.Alloc((nuint)(from.Length + to.Length));
        byte* upper = _bounds + from.Length;
        from.CopyTo(new Span<byte>(_bounds, from.Length));
        to.CopyTo(new Span<byte>(upper, to.Length));
        if (!from.IsEmpty)
        {
            Native.Instance.rocksdb_readoptions_set_iterate_lower_bound(ReadOptions, _bounds, (nuint)from.Length);
        }

        if (!to.IsEmpty)
        {
            Native.Instance.rocksdb_readoptions_set_iterate_upper_bound(ReadOptions, upper, (nuint)to.Length);
        }
    }

    public nint ReadOptions { get; }

    public void Dispose()
    {
        Native.Instance.rocksdb_readoptions_destroy(ReadOptions);
        NativeMemory.Free(_bounds);
    }
}
