using Kappa.Sources;

namespace Kappa.Engine;

/// <summary>
/// Makes rows and deletions of change events, stamped with the time at which the row changed in the database.
/// </summary>
/// <remarks>
/// A tombstone follows each deletion, and is alone where compaction has taken the deletion before it. Nobody stamped it
/// in the database, so it is of no time: it takes a captured row out, and nothing that a snapshot wrote.
/// </remarks>
internal sealed class DebeziumSourceProcessor<TKey, TValue>(Processor<TKey, TValue> next)
    : Processor<TKey, DebeziumChange<TValue>>
{
    public override void Process(in Record<TKey, DebeziumChange<TValue>> record)
    {
        if (record.HasKey)
        {
            DebeziumChange<TValue> change = record.Value; // Of a tombstone: no row, and time 0.
            next.Process(new Record<TKey, TValue>(record.Key, true, change.Row, change.HasRow, change.TimestampMs));
        }
        else if (record.HasValue)
        {
            throw RowErrors.NoKey();
        }
    }
}
