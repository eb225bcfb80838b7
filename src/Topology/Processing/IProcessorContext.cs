namespace Kappa;

/// <summary>What an operator of your own may know, and do, beside the record at hand.</summary>
/// <remarks>All of it is a function of the log, so that a replay sees the same.</remarks>
public interface IProcessorContext
{
    /// <summary>
    /// The time of the clock, UTC: that of the cut whose slice is processed, in a replay as in the live run. The clock
    /// of the machine gives other results in a replay.
    /// </summary>
    DateTimeOffset Now { get; }

    /// <summary>
    /// Highest timestamp that the task has seen, the record in progress included, milliseconds since 1970;
    /// <see cref="long.MinValue"/> before the first. It never falls.
    /// </summary>
    long StreamTimeMs { get; }

    /// <summary>
    /// Random numbers whose seed is the record in progress, or the cut for a schedule: a replay draws the same ones.
    /// </summary>
    Random Random { get; }

    /// <summary>
    /// Whether this version runs beside the live one: in a replay, or as the loser of a cutover. For effects outside
    /// alone; a result that depends on it is found by <c>kappa verify</c>.
    /// </summary>
    bool IsReplaying { get; }

    /// <summary>Number of the task's partition.</summary>
    int Partition { get; }

    /// <summary>The topic of the record in progress; null while a schedule is called by the clock.</summary>
    string? Topic { get; }

    /// <summary>
    /// The offset of the record in progress in its topic; -1 while a schedule is called by the clock.
    /// </summary>
    long Offset { get; }

    /// <summary>
    /// Headers of the record in progress, which go along to every output; empty while a schedule is called by the
    /// clock.
    /// </summary>
    RecordHeaders Headers { get; }

    /// <summary>Finds a store that is attached to this operator.</summary>
    /// <typeparam name="TKey">Type of its keys.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="name">Name of the store.</param>
    /// <exception cref="KappaException">
    /// KAP5141, KAP5142: it is not attached, or has other types; the message names those that are.
    /// </exception>
    IKeyValueStore<TKey, TValue> KeyValueStore<TKey, TValue>(string name);

    /// <summary>Finds a store of windows that is attached to this operator.</summary>
    /// <typeparam name="TKey">Type of its keys.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="name">Name of the store.</param>
    /// <exception cref="KappaException">
    /// KAP5141, KAP5142: it is not attached, or has other types; the message names those that are.
    /// </exception>
    IWindowStore<TKey, TValue> WindowStore<TKey, TValue>(string name);

    /// <summary>Calls back again and again as time passes; only while <c>Init</c> runs.</summary>
    /// <param name="interval">A millisecond or more.</param>
    /// <param name="type">Which time.</param>
    /// <param name="callback">
    /// Called with the time, milliseconds since 1970. By stream time: first with the first record, then at the
    /// multiples of the interval since 1970. By the clock: first when the interval has passed. What was missed is
    /// called once.
    /// </param>
    /// <returns>Ends it.</returns>
    /// <exception cref="KappaException">
    /// KAP5144, KAP5145: the interval is too short, or <c>Init</c> is over: after a restart nobody would schedule it
    /// again.
    /// </exception>
    ISchedule Schedule(TimeSpan interval, PunctuationType type, Action<long> callback);
}
