using System.Globalization;

namespace Kappa.Logs;

/// <summary>Brings one partition's segment files to the state that the journal decided.</summary>
internal sealed class PartitionRecovery(LogContext context, TopicPartition partition)
{
    private const string LogSuffix = ".log";

    private static readonly string[] IndexSuffixes = [".index", ".timeindex"];

    private readonly string _directory = context.PartitionDirectory(partition);
    private readonly SortedDictionary<long, Segment> _segments = [];
    private bool _isListed;
    private bool _isTouched;

    /// <summary>Writes an inline commit once more; where it was written before the bytes are the same.</summary>
    public void Apply(in JournalExtent extent, ReadOnlySpan<byte> bytes)
    {
        List();
        context.Files.CreateDirectory(_directory);
        _isTouched = true;
        Segment(extent.SegmentBase).Write(bytes, extent.Position);
    }

    /// <summary>Checks a large commit that was written to the segment file; null where it is whole.</summary>
    /// <param name="extent">A part of it.</param>
    /// <param name="isSynced">
    /// Whether it is known to be on stable storage; else what is there is written again. A killed process may not have
    /// synced it, and after a sync that failed the operating system takes for written what it only holds in memory.
    /// </param>
    public KappaException? Check(in JournalExtent extent, bool isSynced)
    {
        List();
        if (!_segments.TryGetValue(extent.SegmentBase, out Segment? segment))
        {
            return LogErrors.Damaged(SegmentPath(extent.SegmentBase), 0, extent.FirstOffset, "the file is missing");
        }

        if (SegmentScan.Check(segment, extent) is { } flaw)
        {
            return LogErrors.Damaged(segment.Path, flaw.Position, flaw.Offset, flaw.What);
        }

        if (!isSynced)
        {
            _isTouched = true;
            segment.WriteAgain(extent.Position, extent.Bytes);
        }

        return null;
    }

    /// <summary>Cuts what was never committed, makes the rest durable and hands it to the partition.</summary>
    /// <param name="log">The partition.</param>
    /// <param name="end">Its durable end; null where nothing was committed.</param>
    /// <param name="isCompacted">Whether its closed segments may have been compacted.</param>
    /// <param name="isClean">Whether the log was closed, so that all names and lengths are durable.</param>
    public void Restore(PartitionLog log, PartitionEnd? end, bool isCompacted, bool isClean)
    {
        List();
        long lastBase = end?.SegmentBase ?? -1;
        foreach (Segment segment in _segments.Values.Where(segment => segment.BaseOffset > lastBase).ToList())
        {
            Delete(segment);
        }

        if (end is { } found)
        {
            DeleteBelow(found.Earliest);
            CheckEnds(found);
            Segment last = _segments[found.SegmentBase];
            last.Truncate(found.Bytes, isSynced: isClean);
            foreach (Segment segment in _segments.Values)
            {
                segment.MayHaveGaps = isCompacted && segment != last;
                segment.CommittedBytes = segment.PlannedBytes = segment == last ? found.Bytes : segment.File.Length;
            }

            // Where nobody knows when it was begun, its age counts from now.
            long now = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
            last.BegunMs = found.Bytes == 0 ? null : Math.Min(found.BegunMs == 0 ? now : found.BegunMs, now);
            log.Restore([.. _segments.Values], found.Earliest, found.Next);
            if (isCompacted)
            {
                // A killed process may have left a segment under a name that only memory knows. Compaction relies on
                // it when it deletes others, and on the end of the tombstones when it takes them.
                _isTouched |= !isClean;
                log.Compaction = CompactionState.FromBytes(
                    context.TryReadAll(Path.Combine(_directory, CompactionState.FileName)), found.SegmentBase);
            }
        }

        foreach (Segment segment in _segments.Values)
        {
            segment.Sync();
        }

        if (_isTouched)
        {
            context.Files.SyncDirectory(_directory);
        }
    }

    /// <summary>Completes a deletion of records that the journal decided.</summary>
    private void DeleteBelow(long earliest)
    {
        Segment[] segments = [.. _segments.Values];
        for (int i = 0; i + 1 < segments.Length && segments[i + 1].BaseOffset <= earliest; i++)
        {
            Delete(segments[i]);
        }
    }

    private void CheckEnds(in PartitionEnd end)
    {
        if (_segments.Count == 0 || _segments.Keys.First() > end.Earliest)
        {
            throw LogErrors.Damaged(
                SegmentPath(end.Earliest), 0, end.Earliest, "the partition's first segment is missing");
        }

        if (!_segments.TryGetValue(end.SegmentBase, out Segment? last) || last.File.Length < end.Bytes)
        {
            throw LogErrors.Damaged(
                SegmentPath(end.SegmentBase), last?.File.Length ?? 0, end.SegmentBase,
                $"the file ends there, before its committed end at byte {end.Bytes}");
        }
    }

    private void Delete(Segment segment)
    {
        _isTouched = true;
        _segments.Remove(segment.BaseOffset);
        segment.Dispose();
        context.Files.DeleteFile(segment.Path);
        segment.DeleteIndexes();
    }

    private Segment Segment(long baseOffset)
    {
        if (!_segments.TryGetValue(baseOffset, out Segment? segment))
        {
            segment = new Segment(context, _directory, baseOffset);
            _segments.Add(baseOffset, segment);
        }

        return segment;
    }

    private void List()
    {
        if (_isListed)
        {
            return;
        }

        _isListed = true;
        IReadOnlyList<string> names = context.Files.List(_directory);
        foreach (string name in names)
        {
            string stem = Path.GetFileNameWithoutExtension(name);
            bool isWithoutSegment = IndexSuffixes.Contains(Path.GetExtension(name)) &&
                !names.Contains(stem + LogSuffix);
            if (name.StartsWith('~') || isWithoutSegment)
            {
                context.Files.DeleteFile(Path.Combine(_directory, name)); // Cut short: written half, deleted half.
                _isTouched = true;
            }
            else if (name.EndsWith(LogSuffix, StringComparison.Ordinal) &&
                long.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out long baseOffset))
            {
                Segment(baseOffset);
            }
        }
    }

    private string SegmentPath(long baseOffset) =>
        Path.Combine(_directory, Logs.Segment.Name(baseOffset) + LogSuffix);
}
