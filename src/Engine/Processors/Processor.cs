namespace Kappa.Engine;

/// <summary>
/// An operator in the compiled chain of a task. Sealed and generic below this class; one call a record.
/// </summary>
internal abstract class Processor<TKey, TValue>
{
    public abstract void Process(in Record<TKey, TValue> record);
}
