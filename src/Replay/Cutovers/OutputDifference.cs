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
        using IEnumerator<ImageRow> wantedRows = ImageRows.Of(wanted, after).GetEnumerator();
        using IEnumerator<ImageRow> topicRows = ImageRows.Of(topic, after).GetEnumerator();
        var left = new ImageRowCursor(wantedRows);
        var right = new ImageRowCursor(topicRows);
        var keys = new KeyMerge<ImageRowCursor, ImageRowCursor>(left, right);
        while (keys.MoveNext())
        {
            if (!keys.HasLeft)
            {
                yield return (right.Row, true);
            }
            else if (!keys.HasRight || !left.Row.Value.AsSpan().SequenceEqual(right.Row.Value))
            {
                yield return (left.Row, false);
            }
        }
    }
}
