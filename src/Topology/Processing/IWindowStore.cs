using System.Diagnostics.CodeAnalysis;

namespace Kappa;

/// <summary>
/// A store of windows of a task, as an operator of your own sees it: a value for each key and start of a window, with
/// all that it has written so far.
/// </summary>
/// <remarks>
/// Only from <c>Process</c> and schedules. What is written commits with the records that caused it. The store's time is
/// the latest start that was put. A window whose start lies behind that by the retention, or more, is gone: it is not
/// read any more, and what is put into it is dropped, as by Kafka Streams' <c>WindowStore</c>.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public interface IWindowStore<TKey, TValue>
{
    /// <summary>Reads the value of a window.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="startMs">Start of the window, milliseconds since 1970.</param>
    /// <param name="value">The value, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGet(TKey key, long startMs, [MaybeNullWhen(false)] out TValue value);

    /// <summary>The windows of a key that start in a range, in the order of their starts.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="fromMs">First start, inclusive, milliseconds since 1970.</param>
    /// <param name="toMs">Last start, inclusive, milliseconds since 1970.</param>
    /// <param name="backward">From the last window to the first.</param>
    /// <returns>
    /// Start and value of each, to walk through once, before the operator returns; rows may be written meanwhile.
    /// </returns>
    IEnumerable<KeyValuePair<long, TValue>> Fetch(TKey key, long fromMs, long toMs, bool backward = false);

    /// <summary>
    /// Writes the value of a window, with the timestamp of the record in progress, or with stream time.
    /// </summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="value">The value; not null.</param>
    /// <param name="startMs">Start of the window, milliseconds since 1970; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is before 1970.</exception>
    void Put(TKey key, TValue value, long startMs);

    /// <summary>Takes a window's row out, if there is one.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="startMs">Start of the window, milliseconds since 1970.</param>
    void Delete(TKey key, long startMs);
}
