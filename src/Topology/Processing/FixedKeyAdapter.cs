namespace Kappa.Building;

/// <summary>An operator that leaves the key alone, as one that could change it.</summary>
internal sealed class FixedKeyAdapter<TKey, TValue, TValueOut>(IFixedKeyProcessor<TKey, TValue, TValueOut> inner)
    : IProcessor<TKey, TValue, TKey, TValueOut>
{
    public void Init(IProcessorContext<TKey, TValueOut> context) =>
        inner.Init(new FixedKeyContext<TKey, TValueOut>(context));

    public void Process(in Record<TKey, TValue> record) => inner.Process(new FixedKeyRecord<TKey, TValue>(record));

    public void Close() => inner.Close();
}
