using System.Diagnostics.CodeAnalysis;

namespace Kappa;

/// <summary>A store of a task, as an operator of your own sees it: with all that it has written so far.</summary>
/// <remarks>
/// Only from <c>Process</c> and schedules. What is written commits with the records that caused it. A value that is an
/// object is written at the commit: whoever changes it in place says so with <see cref="Put"/>.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public interface IKeyValueStore<TKey, TValue>
{
    /// <summary>Reads the value of a key.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="value">The value, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>
    /// All rows, in the order of their keys' bytes, as they are when the walk begins: what is written meanwhile is not
    /// seen.
    /// </summary>
    /// <returns>Rows to walk through once, before the operator returns.</returns>
    IEnumerable<KeyValuePair<TKey, TValue>> All();

    /// <summary>Writes the value of a key, with the timestamp of the record in progress, or with stream time.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="value">The value; not null.</param>
    void Put(TKey key, TValue value);

    /// <summary>Takes the row of a key out, if there is one.</summary>
    /// <param name="key">The key; not null.</param>
    void Delete(TKey key);
}
