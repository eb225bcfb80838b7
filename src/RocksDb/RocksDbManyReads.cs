using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Reads many rows of a column family with one call that looks for all of them.</summary>
internal static unsafe class RocksDbManyReads
{
    private const int Found = 1;
    private const int NotFound = 0;

    public static void Get(nint database, nint family, nint options, RowReads rows, string directory)
    {
        Slice[] slices = ArrayPool<Slice>.Shared.Rent(rows.Count);
        nint many;
        fixed (byte* keys = &MemoryMarshal.GetReference(rows.KeyBytes))
        {
            byte* key = keys; // Keys lie one behind the other.
            for (int row = 0; row < rows.Count; row++)
            {
                slices[row] = new Slice { Data = key, Length = (nuint)rows.Key(row).Length };
                key += rows.Key(row).Length;
            }

            fixed (Slice* first = slices)
            {
                many = Native.Instance.rocksdb_batched_multi_get_pinned_cf(
                    database, options, family, (nuint)rows.Count, (nint)first, sorted_input: 0);
            }
        }

        ArrayPool<Slice>.Shared.Return(slices);
        try
        {
            for (int row = 0; row < rows.Count; row++) { Take(many, row, rows, directory); }
        }
        finally
        {
            Native.Instance.rocksdb_pinnable_multi_get_destroy(many);
        }
    }

    private static void Take(nint many, int row, RowReads rows, string directory)
    {
        Slice value = default;
        Slice error = default;
        int found = Native.Instance.rocksdb_pinnable_multi_get_result(
            many, (nuint)row, (nint)(&value.Data), (nint)(&value.Length), (nint)(&error.Data), (nint)(&error.Length));
        if (found == Found) { rows.Found(row, RowFormat.Value(value.Bytes), RowFormat.Timestamp(value.Bytes)); }
        else if (found == NotFound) { rows.Missed(row); }
        else { throw RocksDbErrors.RocksDbFailed(directory, "read", Encoding.UTF8.GetString(error.Bytes)); }
    }

    /// <summary>RocksDB's own <c>rocksdb_slice_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Slice
    {
        public byte* Data;
        public nuint Length;

        public readonly ReadOnlySpan<byte> Bytes => new(Data, (int)Length);
    }
}
