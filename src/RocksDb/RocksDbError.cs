using System.Runtime.InteropServices;

using RocksDbSharp;

namespace Kappa.StateStores;

/// <summary>Takes the error that a native call handed back.</summary>
internal static class RocksDbError
{
    /// <summary>Throws where there is an error.</summary>
    /// <param name="error">What the call gave; 0 for none.</param>
    /// <param name="directory">Directory of the database.</param>
    /// <param name="doing">What was tried: <c>write</c>, <c>read</c>.</param>
    /// <exception cref="KappaException">KAP3001, or KAP3003 where another process has the directory.</exception>
    public static void Throw(nint error, string directory, string doing)
    {
        if (error == 0) { return; }
        string reason = Marshal.PtrToStringUTF8(error) ?? "unknown";
        Native.Instance.rocksdb_free(error);
        if (reason.Contains("lock hold by", StringComparison.Ordinal)
            || reason.Contains("While lock file", StringComparison.Ordinal))
        {
            throw RocksDbErrors.InUse(directory, reason);
        }

        throw RocksDbErrors.RocksDbFailed(directory, doing, reason);
    }
}
