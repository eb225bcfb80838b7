namespace Kappa;

/// <inheritdoc cref="IProcessorContext"/>
/// <typeparam name="TKeyOut">Type of the keys that go on.</typeparam>
/// <typeparam name="TValueOut">Type of the values that go on.</typeparam>
public interface IProcessorContext<TKeyOut, TValueOut> : IProcessorContext
{
    /// <summary>Hands a record to all operators that follow, in the order in which they were attached.</summary>
    /// <param name="record">The record.</param>
    void Forward(in Record<TKeyOut, TValueOut> record);

    /// <summary>
    /// Hands a record to all operators that follow, with the timestamp of the record in progress, or with stream time
    /// while a schedule is called.
    /// </summary>
    /// <param name="key">The key; null for none.</param>
    /// <param name="value">The value; null for a deletion.</param>
    void Forward(TKeyOut key, TValueOut value);

    /// <summary>Hands a record to one of the operators that follow.</summary>
    /// <param name="record">The record.</param>
    /// <param name="child">
    /// Its name, whole or without that of this operator, as <c>kappa describe</c> shows it: <c>filter</c>, or the topic
    /// of an output.
    /// </param>
    /// <exception cref="KappaException">KAP5143: no such operator follows; the message names those that do.</exception>
    void Forward(in Record<TKeyOut, TValueOut> record, string child);
}
