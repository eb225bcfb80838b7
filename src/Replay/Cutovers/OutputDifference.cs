using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>Walks what a topic must be told so that it says what a version says, in key order.</summary>
internal static class OutputDifference
{
    /// <summary>The changes of one partition.</summary>
    /// <param name="wanted">The image of the version.</param>
    /// <param name="topic">The image of the topic.</param>
    /// <param name="after">Only keys behind this one; empty for all.</param>
    public static IEnumerable<(ImageRow Row, bool IsDeletion)> Of(
        IStateSnapshot wanted, IStateSnapshot topic, byte[] after)
    {
        using IEnumerator<ImageRow> left = ImageRows.Of(wanted, after).GetEnumerator();
        using IEnumerator<ImageRow> right = ImageRows.Of(topic, after).GetEnumerator();
        bool hasLeft = left.MoveNext();
        bool hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            int order = !hasLeft ? 1 : !hasRight ? -1 : left.Current.Key.AsSpan().SequenceCompareTo(right.Current.Key);
            if (order > 0)
            {
                yield return (right.Current, true);
            }
            else if (order < 0 || !left.Current.Value.AsSpan().SequenceEqual(right.Current.Value))
            {
                yield return (left.Current, false);
            }

            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }
}
