using System.Runtime.InteropServices;

using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Takes over a native list of column family names.</summary>
internal static class RocksDbNames
{
    public static string[] Take(nint list, nuint count)
    {
        string[] names = new string[(int)count];
        for (int index = 0; index < names.Length; index++)
        {
            names[index] = Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(list, index * nint.Size)) ?? "";
        }

        Native.Instance.rocksdb_list_column_families_destroy(list, count);
        return names;
    }
}
