namespace Kappa.StateStores.Tests;

/// <summary>Commits a cache as a task does.</summary>
internal static class Commits
{
    public static void Write(IStateBackend backend, int store, IStoreCache cache, byte[] position, long budgetBytes)
    {
        DirtyRows rows = cache.CollectDirty();
        StateBatch batch = backend.BeginBatch();
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Exists(row)) { batch.Put(store, rows.Key(row), rows.Value(row), rows.TimestampMs(row)); }
            else { batch.Delete(store, rows.Key(row)); }
        }

        backend.Write(batch, position);
        cache.Committed(budgetBytes);
    }
}
