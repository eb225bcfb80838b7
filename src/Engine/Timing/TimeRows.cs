using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// The times of a task that outlive a run, as rows of a store with a changelog: stream times, and when schedules are
/// due.
/// </summary>
/// <remarks>
/// Worked out anew from the rows that are left they would be lower, and a late record would be accepted that the run
/// without a restart dropped. Belongs to the task's thread.
/// </remarks>
internal sealed class TimeRows(KeyValueStore<string, long> store)
{
    /// <summary>
    /// The timestamp of all rows: what one is worth does not depend on when it was written. Not 0, which a changelog
    /// on Kafka gives back as 1 (docs/kafka.md): a row that was restored would differ from one that was not.
    /// </summary>
    private const long RowTimestampMs = 1;

    /// <summary>Reads a time.</summary>
    /// <param name="name">Name of it, unique in the task.</param>
    /// <param name="unknown">What it is where no commit has written it.</param>
    public long Read(string name, long unknown)
    {
        ref readonly StoreRow<long> row = ref store.Row(store.Find(name));
        return row.Exists ? row.Value : unknown;
    }

    /// <summary>Writes a time, where it has changed.</summary>
    public void Write(string name, long time)
    {
        int slot = store.Find(name);
        ref readonly StoreRow<long> row = ref store.Row(slot);
        if (!row.Exists || row.Value != time || row.TimestampMs != RowTimestampMs)
        {
            store.Put(slot, time, RowTimestampMs);
        }
    }
}
