using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>
/// A join of two streams (docs/semantics.md, 2.9), over lists of all that ever came.
/// </summary>
internal sealed class InterpretedStreamJoin<TKey, TLeft, TRight, TResult>(
    InterpretedTask task, StreamStreamJoinNode<TKey, TLeft, TRight, TResult> node)
{
    private readonly List<Kept> _kept = [];
    private readonly List<Kept> _waiting = [];
    private readonly Dictionary<bool, long> _ownMs = new() { [true] = long.MinValue, [false] = long.MinValue };
    private long _streamMs = long.MinValue;
    private long _leastMs = long.MaxValue;
    private int _number;

    public void Take(bool isLeft, Item item)
    {
        bool hasAlone = node.Join == JoinKind.Outer || (node.Join == JoinKind.Left && isLeft);
        _streamMs = Math.Max(_streamMs, item.TimestampMs);
        if (!item.HasKey || !item.HasValue)
        {
            if (hasAlone && item.HasValue)
            {
                Send(item.Key, isLeft, item.Value, null, item.TimestampMs);
            }

            return;
        }

        var kept = new Kept(
            isLeft, Coding.SortedHex(node.Buffers.Right.KeySerde, item.KeyAs<TKey>()), item.Key!, item.Value!,
            item.TimestampMs, _number++);
        _ownMs[isLeft] = Math.Max(_ownMs[isLeft], item.TimestampMs);
        _kept.Add(kept);
        LeaveAlone(isLeft, item.TimestampMs);
        if (!Match(kept) && hasAlone)
        {
            Wait(kept);
        }
    }

    /// <summary>Joins a record with all of the other side that lie near it, by time, then as they came.</summary>
    private bool Match(Kept kept)
    {
        (long before, long after) = Reach(kept.IsLeft);
        JoinWindows windows = node.Windows;
        long hidden = _ownMs[!kept.IsLeft] == long.MinValue ? long.MinValue
            : _ownMs[!kept.IsLeft] - (windows.BeforeMs + windows.AfterMs + windows.GraceMs);
        Kept[] matches =
        [
            .. _kept.Where(other => other.IsLeft != kept.IsLeft && other.Hex == kept.Hex && other.Ms > hidden
                    && other.Ms >= kept.Ms - before && other.Ms <= kept.Ms + after)
                .OrderBy(other => other.Ms).ThenBy(other => other.Number),
        ];
        foreach (Kept match in matches)
        {
            _waiting.RemoveAll(other =>
                other.IsLeft == match.IsLeft && other.Hex == match.Hex && other.Ms == match.Ms);
            Send(kept.Key, kept.IsLeft, kept.Value, match.Value, Math.Max(kept.Ms, match.Ms));
        }

        return matches.Length > 0;
    }

    private void Wait(Kept kept)
    {
        if (kept.Ms + Reach(kept.IsLeft).After < _streamMs)
        {
            Send(kept.Key, kept.IsLeft, kept.Value, null, kept.Ms);
            return;
        }

        _leastMs = Math.Min(_leastMs, kept.Ms);
        _waiting.Add(kept);
    }

    /// <summary>Those that wait leave in the order of time, right before left, key and arrival.</summary>
    private void LeaveAlone(bool isLeft, long timestampMs)
    {
        long grace = node.Windows.GraceMs;
        if (node.Join == JoinKind.Inner || timestampMs != _streamMs || _leastMs == long.MaxValue
            || _leastMs + Reach(isLeft).After + grace >= _streamMs)
        {
            return;
        }

        _leastMs = long.MaxValue;
        var stays = new HashSet<bool>(); // Sides of which one has to wait on.
        foreach (Kept kept in _waiting
            .OrderBy(kept => kept.Ms).ThenBy(kept => kept.IsLeft).ThenBy(kept => kept.Hex, StringComparer.Ordinal)
            .ThenBy(kept => kept.Number).ToArray())
        {
            _leastMs = kept.Ms;
            if (stays.Count == 2)
            {
                return;
            }

            if (kept.Ms + Reach(kept.IsLeft).After + grace >= _streamMs)
            {
                stays.Add(kept.IsLeft);
                continue;
            }

            _waiting.Remove(kept);
            Send(kept.Key, kept.IsLeft, kept.Value, null, kept.Ms);
        }
    }

    /// <summary>How long before and after a record the other one may be.</summary>
    private (long Before, long After) Reach(bool isLeft) => isLeft
        ? (node.Windows.BeforeMs, node.Windows.AfterMs) : (node.Windows.AfterMs, node.Windows.BeforeMs);

    private void Send(object? key, bool isLeft, object? value, object? other, long timestampMs)
    {
        (object? left, object? right) = isLeft ? (value, other) : (other, value);
        TResult result = node.Joiner(
            key is null ? default! : (TKey)key, left is null ? default : (TLeft)left,
            right is null ? default : (TRight)right);
        task.Send(node, new Item(key, key is not null, result, result is not null, timestampMs));
    }

    private sealed record Kept(bool IsLeft, string Hex, object Key, object Value, long Ms, int Number);
}
