using System.Buffers;
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

    /// <summary>The changes of keys that are known to differ.</summary>
    /// <param name="wanted">The image of the version.</param>
    /// <param name="topic">The image of the topic.</param>
    /// <param name="keys">The keys, in order.</param>
    public static IEnumerable<(ImageRow Row, bool IsDeletion)> OfKeys(
        IStateSnapshot wanted, IStateSnapshot topic, IEnumerable<byte[]> keys)
    {
        var row = new ArrayBufferWriter<byte>(256);
        foreach (byte[] key in keys)
        {
            if (wanted.TryGet(0, key, row, out long timestampMs))
            {
                yield return (ImageRowCodec.Decode(key, row.WrittenSpan, timestampMs), false);
            }
            else if (topic.TryGet(0, key, row, out timestampMs))
            {
                yield return (ImageRowCodec.Decode(key, row.WrittenSpan, timestampMs), true);
            }
        }
    }

    /// <summary>Whether a key has the same value in both, or is in none.</summary>
    public static bool IsSame(
        PartitionImage wanted, PartitionImage topic, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> left,
        ArrayBufferWriter<byte> right) => (wanted.TryGet(key, left), topic.TryGet(key, right)) switch
        {
            (true, true) => ImageRowCodec.ValueOf(left.WrittenSpan)
                .SequenceEqual(ImageRowCodec.ValueOf(right.WrittenSpan)),
            (var isWanted, var isSaid) => isWanted == isSaid,
        };
}
