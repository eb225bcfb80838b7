namespace Kappa;

/// <summary>An operator of your own, with stores and a clock (the Processor API of Kafka Streams, KIP-820).</summary>
/// <remarks>
/// Each task has one of its own, which one thread calls at a time. What it does must follow from its records, its
/// stores and its context alone: a replay gives it the same ones again. Fields are gone after a restart, stores are
/// not: what counts belongs in a store.
/// </remarks>
/// <typeparam name="TKey">Type of the keys that come in.</typeparam>
/// <typeparam name="TValue">Type of the values that come in.</typeparam>
/// <typeparam name="TKeyOut">Type of the keys that go on.</typeparam>
/// <typeparam name="TValueOut">Type of the values that go on.</typeparam>
public interface IProcessor<TKey, TValue, TKeyOut, TValueOut>
{
    /// <summary>Called once, before the first record: takes its stores and its schedules from the context.</summary>
    /// <param name="context">What it goes by from then on.</param>
    void Init(IProcessorContext<TKeyOut, TValueOut> context)
    {
    }

    /// <summary>Called for each record, those without a key or a value too.</summary>
    /// <param name="record">The record.</param>
    void Process(in Record<TKey, TValue> record);

    /// <summary>Called once, when the task is closed; nothing can be forwarded or stored any more.</summary>
    void Close()
    {
    }
}
