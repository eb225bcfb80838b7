namespace Kappa.StateStores;

/// <summary>
/// Directories whose backend was disposed while snapshots were in use: they close with the last of these.
/// </summary>
internal static class ClosingDirectories
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, int> Pending = new(StringComparer.Ordinal);

    public static void Add(string directory)
    {
        lock (Pending) { Pending[directory] = Pending.GetValueOrDefault(directory) + 1; }
    }

    public static void Remove(string directory)
    {
        lock (Pending)
        {
            if (Pending.Remove(directory, out int count) && count > 1) { Pending[directory] = count - 1; }
            Monitor.PulseAll(Pending);
        }
    }

    /// <summary>Waits until the directory is closed, at most as long as a query may take.</summary>
    public static void Wait(string directory)
    {
        lock (Pending)
        {
            while (Pending.ContainsKey(directory))
            {
                if (!Monitor.Wait(Pending, LongestQuery))
                {
                    throw RocksDbErrors.InUse(directory, "queries still read it");
                }
            }
        }
    }
}
