using Kappa.StateStores;

namespace Kappa.Engine;

/// <inheritdoc cref="UnmatchedRecords"/>
/// <param name="node">Name of the operator.</param>
/// <param name="left">Left records without a match.</param>
/// <param name="right">Right ones; null in a left join.</param>
/// <param name="windows">The window of the join.</param>
/// <param name="joiner">(key, left value, right value) => result.</param>
/// <param name="next">Takes the results.</param>
internal sealed class UnmatchedRecords<TKey, TLeft, TRight, TResult>(
    string node, BufferStore<TKey, TLeft> left, BufferStore<TKey, TRight>? right, JoinWindows windows,
    Func<TKey, TLeft?, TRight?, TResult> joiner, Processor<TKey, TResult> next)
    : UnmatchedRecords(node, windows.GraceMs)
    where TKey : notnull
{
    private readonly BufferWalk<TKey, TLeft> _lefts = left.ByTime(long.MaxValue); // Begun anew each time.
    private readonly BufferWalk<TKey, TRight>? _rights = right?.ByTime(long.MaxValue);

    /// <summary>
    /// By time, right ones before left ones of the same, then by the bytes of keys; it looks one further than the first
    /// that has to wait on either side.
    /// </summary>
    protected override long Leave(long timestampMs)
    {
        _lefts.Begin();
        _rights?.Begin();
        try
        {
            return Leave(_lefts, _rights, timestampMs);
        }
        finally
        {
            _lefts.Dispose();
            _rights?.Dispose();
        }
    }

    private long Leave(BufferWalk<TKey, TLeft> lefts, BufferWalk<TKey, TRight>? rights, long timestampMs)
    {
        long least = long.MaxValue;
        (bool hasLeft, bool hasRight) = (lefts.MoveNext(), rights?.MoveNext() == true);
        (bool leftWaits, bool rightWaits) = (false, false);
        while (hasLeft || hasRight)
        {
            bool isRight = hasRight && (!hasLeft || rights!.TimeMs <= lefts.TimeMs);
            least = isRight ? rights!.TimeMs : lefts.TimeMs;
            if (leftWaits && rightWaits)
            {
                break;
            }

            if (isRight)
            {
                rightWaits |= !LeaveRight(rights!, timestampMs);
                hasRight = rights!.MoveNext();
            }
            else
            {
                leftWaits |= !LeaveLeft(lefts, timestampMs);
                hasLeft = lefts.MoveNext();
            }
        }

        return least;
    }

    private bool LeaveLeft(BufferWalk<TKey, TLeft> walk, long timestampMs)
    {
        if (walk.TimeMs + windows.AfterMs + windows.GraceMs >= StreamTimeMs)
        {
            return false;
        }

        (TKey key, TLeft value) = (walk.Key, walk.Value);
        walk.Take(timestampMs);
        Send(key, joiner(key, value, default), walk.TimeMs);
        return true;
    }

    private bool LeaveRight(BufferWalk<TKey, TRight> walk, long timestampMs)
    {
        if (walk.TimeMs + windows.BeforeMs + windows.GraceMs >= StreamTimeMs)
        {
            return false;
        }

        (TKey key, TRight value) = (walk.Key, walk.Value);
        walk.Take(timestampMs);
        Send(key, joiner(key, default, value), walk.TimeMs);
        return true;
    }

    private void Send(TKey key, TResult result, long timeMs) =>
        next.Process(new Record<TKey, TResult>(key, true, result, Values.Exist(result), timeMs));
}
