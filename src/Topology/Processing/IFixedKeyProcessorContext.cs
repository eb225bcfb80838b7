namespace Kappa;

/// <inheritdoc cref="IProcessorContext"/>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValueOut">Type of the values that go on.</typeparam>
public interface IFixedKeyProcessorContext<TKey, TValueOut> : IProcessorContext
{
    /// <inheritdoc cref="IProcessorContext{TKeyOut,TValueOut}.Forward(in Record{TKeyOut,TValueOut})"/>
    void Forward(in FixedKeyRecord<TKey, TValueOut> record);

    /// <inheritdoc cref="IProcessorContext{TKeyOut,TValueOut}.Forward(in Record{TKeyOut,TValueOut},string)"/>
    void Forward(in FixedKeyRecord<TKey, TValueOut> record, string child);
}
