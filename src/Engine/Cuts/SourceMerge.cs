using System.Globalization;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The one order of history: all source partitions merged by the timestamp of their heads, ties by rank. Slices are
/// taken off its front.
/// </summary>
/// <remarks>
/// It is the order inside a slice, continued, so where slices end changes nothing; neither a table in one large batch
/// nor the wall clock moves a partition past another (docs/protocols.md, rule 6). One thread.
/// </remarks>
internal sealed class SourceMerge : IDisposable
{
    private readonly EngineLimits _limits;
    private readonly Action<string>? _notice;
    private readonly SourceHead[] _heads;
    private readonly PriorityQueue<int, HeadKey> _merge = new();
    private readonly long[] _until;

    /// <param name="log">The log.</param>
    /// <param name="sources">What is merged.</param>
    /// <param name="pasts">
    /// Of added sources, where recorded slices are merged again: what is out of place is recorded too. Null to decide
    /// it.
    /// </param>
    /// <param name="settings">How large slices may be, and what is out of place.</param>
    public SourceMerge(
        ILog log, CutSources sources, IReadOnlyList<SourcePast>? pasts, EngineSettings settings)
    {
        (_limits, _notice) = (settings.Limits, settings.Seams.Notice);
        _until = new long[sources.Count];
        _heads = [.. sources.Partitions.Select((partition, source) => new SourceHead(
            log, partition, sources.Rank(source), settings.Cuts.OutOfPlace, KnownIn(pasts, partition)))];
    }

    /// <summary>Whether there are records left.</summary>
    public bool HasMore => _merge.Count > 0;

    /// <summary>Of the partitions that have records left, the one whose head is furthest ahead of the others.</summary>
    public WaitingSource? Furthest
    {
        get
        {
            SourceHead? furthest = null;
            foreach ((int source, HeadKey key) in _merge.UnorderedItems)
            {
                furthest = furthest is null || key.CompareTo(furthest.Key) > 0 ? _heads[source] : furthest;
            }

            return furthest is null ? null
                : new WaitingSource(furthest.Partition, furthest.Offset, furthest.TimestampMs);
        }
    }

    /// <summary>Stands at offsets, and looks at what is there.</summary>
    /// <param name="ends">The offsets; where older records are gone they move up to the first one.</param>
    /// <param name="until">The offsets that no slice goes beyond.</param>
    /// <param name="isThere">Whether the topic of a source is there.</param>
    public void Load(long[] ends, ReadOnlySpan<long> until, Func<int, bool> isThere)
    {
        _merge.Clear();
        until.CopyTo(_until);
        for (int source = 0; source < _heads.Length; source++)
        {
            SourceHead head = _heads[source];
            if (!isThere(source))
            {
                head.Drop();
            }
            else if (ends[source] <= until[source]) // Else it has lost records; who reads it says so.
            {
                head.Load(ends[source], until[source]);
                ends[source] = head.Position;
                if (head.HasRecord)
                {
                    _merge.Enqueue(source, head.Key);
                }
            }
        }
    }

    /// <summary>Takes a slice off the front.</summary>
    /// <param name="ends">Where the sources stand; moved to the end of the slice.</param>
    /// <param name="eventTimeMs">Event time before the slice; moved to the highest time that came.</param>
    /// <param name="bytes">Bytes of the slice, not compressed.</param>
    public SliceInfo Take(long[] ends, ref long eventTimeMs, out long bytes)
    {
        (long records, int last, bool isAlone) = (0, -1, false);
        bytes = 0;
        while (!isAlone && _merge.TryPeek(out int source, out HeadKey key))
        {
            SourceHead head = _heads[source];
            isAlone = head.IsOutOfPlace;
            bool isFull = records >= _limits.SliceRecords || bytes + head.Bytes > _limits.SliceBytes;
            if (records > 0 && (isFull || isAlone))
            {
                break;
            }

            if (isAlone)
            {
                Notify(head);
            }

            (last, eventTimeMs) = (source, Math.Max(eventTimeMs, key.TimeMs));
            records++;
            bytes += head.Bytes;
            ends[source] = Take(source);
        }

        return new SliceInfo(SliceInfo.OrderingRule, SliceInfo.ClassOf(bytes), HasMore ? last + 1 : 0);
    }

    public void Dispose()
    {
        foreach (SourceHead head in _heads)
        {
            head.Dispose();
        }
    }

    private long Take(int source)
    {
        SourceHead head = _heads[source];
        head.Take(_until[source]);
        if (head.HasRecord)
        {
            _merge.DequeueEnqueue(source, head.Key);
        }
        else
        {
            _merge.Dequeue();
        }

        return head.Position;
    }

    /// <summary>
    /// Of other sources, a record that is out of place has its recorded slice for itself, and takes its place there.
    /// </summary>
    private static OutOfPlaceRecord[]? KnownIn(IReadOnlyList<SourcePast>? pasts, TopicPartition partition) =>
        pasts is null ? null : AddedSource.OutOfPlaceIn(pasts, partition) ?? [];

    private void Notify(SourceHead head) => _notice?.Invoke(
        $"The record at offset {head.Offset} of {head.Partition} has timestamp {Text(head.TimestampMs)}, " +
        $"{Distance(head.Key.TimeMs, head.TimestampMs)} beyond those behind it. " +
        "It is out of place and takes their turn, so that it holds up nobody. Mend the clock of its producer.");

    /// <summary>
    /// Days and hours; a producer that counts in nanoseconds is further away than a TimeSpan reaches.
    /// </summary>
    private static string Distance(long fromMs, long toMs)
    {
        (ulong days, ulong rest) = Math.DivRem(unchecked((ulong)toMs - (ulong)fromMs), 86_400_000UL);
        return $"{days}.{TimeSpan.FromMilliseconds((long)rest):hh\\:mm\\:ss}";
    }

    /// <summary>Date and time in UTC, to the millisecond; past the year 9999 the number says it alone.</summary>
    private static string Text(long timestampMs) =>
        timestampMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(timestampMs)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : $"{timestampMs} ms";
}
