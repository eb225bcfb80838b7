namespace Kappa;

/// <summary>
/// An operator of your own that leaves the key of a record alone, so that nothing has to be moved for what follows.
/// </summary>
/// <remarks>As <see cref="IProcessor{TKey,TValue,TKeyOut,TValueOut}"/> otherwise.</remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values that come in.</typeparam>
/// <typeparam name="TValueOut">Type of the values that go on.</typeparam>
public interface IFixedKeyProcessor<TKey, TValue, TValueOut>
{
    /// <inheritdoc cref="IProcessor{TKey,TValue,TKeyOut,TValueOut}.Init"/>
    void Init(IFixedKeyProcessorContext<TKey, TValueOut> context)
    {
    }

    /// <inheritdoc cref="IProcessor{TKey,TValue,TKeyOut,TValueOut}.Process"/>
    void Process(in FixedKeyRecord<TKey, TValue> record);

    /// <inheritdoc cref="IProcessor{TKey,TValue,TKeyOut,TValueOut}.Close"/>
    void Close()
    {
    }
}
