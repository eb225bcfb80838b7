using Kappa.StateStores;

namespace Kappa.Engine.Tests;

/// <summary>Commits what a store collected to the memory below it, as the state of a task does.</summary>
internal static class CommittedRows
{
    public static void Commit(this IStoreCache store, MemoryBackend backend, DirtyRows rows)
    {
        StateBatch batch = backend.BeginBatch();
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Exists(row))
            {
                batch.Put(0, rows.Key(row), rows.Value(row), rows.TimestampMs(row));
            }
            else
            {
                batch.Delete(0, rows.Key(row));
            }
        }

        store.CollectDerived(batch, 1);
        backend.Write(batch, [1]);
        store.Committed(long.MaxValue);
    }
}
