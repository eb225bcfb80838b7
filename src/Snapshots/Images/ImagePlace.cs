using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>Where an image stands in its topic, and whether the topic is still the one that it was made from.</summary>
/// <remarks>One thread. A new one stands before the first record.</remarks>
/// <param name="log">The log.</param>
/// <param name="topic">The topic.</param>
internal sealed class ImagePlace(ILog log, TopicDescription topic)
{
    private long[] _offsets = new long[topic.Partitions];
    private ImageRecord?[] _last = new ImageRecord?[topic.Partitions];

    /// <summary>For each partition the offset up to which the topic was taken in.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    /// <summary>The last record that was taken in of a partition; null for none.</summary>
    public ImageRecord? LastOf(int partition) => _last[partition];

    /// <summary>Goes on from what an image says.</summary>
    /// <returns>False where that is of no use: it is not this topic's, or not as far as it says.</returns>
    public bool TryTake(ReadOnlySpan<byte> bytes)
    {
        ImagePosition position = JsonSerializer.Deserialize(bytes, SnapshotJson.Default.ImagePosition)!;
        bool isUsable = position.Format == ImagePosition.CurrentFormat && position.Generation == log.Generation
            && position.Offsets.Length == topic.Partitions;
        for (int partition = 0; isUsable && partition < topic.Partitions; partition++)
        {
            isUsable = IsThere(partition, position.Offsets[partition], position.Last[partition]);
        }

        if (isUsable)
        {
            (_offsets, _last) = (position.Offsets, position.Last);
        }

        return isUsable;
    }

    /// <summary>Moves on in a partition.</summary>
    /// <returns>What the image is to say.</returns>
    public byte[] MoveTo(int partition, long offset, ImageRecord? last)
    {
        (_offsets[partition], _last[partition]) = (offset, last);
        var position = new ImagePosition(ImagePosition.CurrentFormat, log.Generation, _offsets, _last);
        return JsonSerializer.SerializeToUtf8Bytes(position, SnapshotJson.Default.ImagePosition);
    }

    private bool IsThere(int partition, long offset, ImageRecord? last)
    {
        var at = new TopicPartition(topic.Name, partition);
        if (log.Offsets(at).LastStable < offset)
        {
            return false;
        }

        if (last is null)
        {
            return true;
        }

        using var cursor = new RecordCursor(log.OpenReader(at, last.Offset));
        return cursor.MoveNext(last.Offset + 1) && ImageRecord.Of(cursor) == last;
    }
}
