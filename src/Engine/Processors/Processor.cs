using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// An operator in the compiled chain of a task. Sealed and generic below this class; one call a record.
/// </summary>
internal abstract class Processor<TKey, TValue>
{
    public abstract void Process(in Record<TKey, TValue> record);

    /// <summary>
    /// Adds the stores in which it, or what follows it, looks up a row by the key of every record that comes to it.
    /// </summary>
    public virtual void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
    }
}
