using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>Finds aggregators that change the total which they are given, instead of returning a new one.</summary>
/// <remarks>
/// What is sent on is the total itself: changed later, it would be what earlier updates show too, in some runs and not
/// in others. So its bytes before and after a call are compared: in the first calls of a task, where such a function
/// shows at once, and then in one of many, which costs nothing. It changes no result. One thread.
/// </remarks>
internal sealed class TotalCheck<TTotal>(
    ISerde<TTotal> serde, Func<TTotal> initializer, Func<bool, KappaException> changed, bool all)
{
    private const int FirstUpdates = 1_000;
    private const int UpdatesPerCheck = 1_000;

    private readonly ArrayBufferWriter<byte> _before = new();
    private readonly ArrayBufferWriter<byte> _after = new();
    private readonly int _distance = all ? 1 : UpdatesPerCheck;
    private int _first = FirstUpdates;
    private int _wait = all ? 1 : UpdatesPerCheck;
    private bool _hasBefore;

    /// <summary>Whether a total can be changed in place at all.</summary>
    public static bool IsOfUse =>
        RuntimeHelpers.IsReferenceOrContainsReferences<TTotal>() && typeof(TTotal) != typeof(string);

    /// <summary>Whether the next update is one to look at.</summary>
    public bool IsDue()
    {
        if (_first > 0)
        {
            _first--;
            return true;
        }

        if (--_wait > 0)
        {
            return false;
        }

        _wait = _distance;
        return true;
    }

    /// <summary>Calls the function, and looks at the total that it was given.</summary>
    /// <param name="aggregator">The function.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="given">The total that it is given.</param>
    /// <param name="isFirst">
    /// Whether it came from the initializer: then the function may change it, unless the next key begins with it too.
    /// </param>
    public TTotal Fold<TKey, TValue>(
        Func<TKey, TValue, TTotal, TTotal> aggregator, TKey key, TValue value, TTotal given, bool isFirst)
    {
        Before(given);
        TTotal total = aggregator(key, value, given);
        After(given, isFirst);
        return total;
    }

    /// <summary>Before the call: keeps the bytes of the total that the function is given.</summary>
    private void Before(TTotal given) => _hasBefore = TryWrite(given, _before);

    /// <summary>After the call.</summary>
    /// <param name="given">The total that the function was given.</param>
    /// <param name="isFirst">
    /// Whether it came from the initializer: then the function may change it, unless the next key begins with it too.
    /// </param>
    private void After(TTotal given, bool isFirst)
    {
        if (!_hasBefore)
        {
            return;
        }

        if (!TryWrite(isFirst ? initializer() : given, _after)
            || !_after.WrittenSpan.SequenceEqual(_before.WrittenSpan))
        {
            throw changed(isFirst);
        }
    }

    /// <summary>
    /// A total that is not written yet need not be one that can be: JSON has no infinity, with which a minimum begins.
    /// </summary>
    private bool TryWrite(TTotal total, ArrayBufferWriter<byte> writer)
    {
        writer.ResetWrittenCount();
        if (total is null)
        {
            return false;
        }

        try
        {
            serde.Serialize(total, writer);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }
}
