using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Kappa.Logs;

/// <summary>Assigns offsets and places to the batches of commits; reused from group to group.</summary>
internal sealed class CommitPlan
{
    private const int MaxSyncs = 8;

    private readonly List<Extent> _extents = [];
    private readonly List<(SealedBatch Batch, long Offset)> _pieces = [];

    // The appends of one commit by partition: the first of each, for each append the following one (or -1), the last.
    private readonly List<int> _firsts = [];
    private readonly List<int> _following = [];
    private readonly Dictionary<PartitionLog, int> _lasts = [];
    private byte[] _loaded = []; // Of a batch that lies in a scratch file; pooled.

    public int Count => _extents.Count;

    public ref Extent this[int index] => ref CollectionsMarshal.AsSpan(_extents)[index];

    public void Clear()
    {
        _extents.Clear();
        _pieces.Clear();
    }

    /// <summary>Places a commit's batches, partition by partition, each followed by its commit marker.</summary>
    public void Add(CommitRequest request, int indexInterval)
    {
        Group(request);
        foreach (int first in _firsts)
        {
            PartitionLog log = request.Appends[first].Log;
            bool isNew = true;
            for (int i = first; i >= 0; i = _following[i])
            {
                request.Offsets[i] = log.PlannedOffset;
                Place(log, request.Appends[i].Records, indexInterval, ref isNew);
            }

            if (request.IsTransactional)
            {
                // In the last batch's segment even where that is full: the marker directly follows its data.
                var marker = new SealedBatch(request.Marker, ControlBatch.Bytes, 1);
                Place(log, log.Segments[^1], marker, indexInterval, ref isNew);
            }
        }
    }

    /// <summary>Writes what a journal record says of a commit: its extents, with their bytes if it is inline.</summary>
    public void Encode(JournalEncoder encoder, int first, bool isInline)
    {
        for (int i = first; i < Count; i++)
        {
            ref Extent extent = ref this[i];
            encoder.Text(extent.Log.TopicBytes);
            encoder.Number(extent.Log.Partition.Partition);
            encoder.Number(extent.Segment.BaseOffset);
            encoder.Number(extent.Position);
            encoder.Number(extent.FirstOffset);
            encoder.Number(extent.NextOffset);
            encoder.Number(extent.Bytes);
            if (isInline)
            {
                extent.JournalStart = encoder.Length;
                CopyTo(extent, encoder.Reserve(extent.Bytes));
            }
        }
    }

    /// <summary>Writes a large commit to its segments, before the journal decides it.</summary>
    /// <returns>How many bytes that were.</returns>
    public long WriteSegments(int first)
    {
        long bytes = 0;
        for (int i = first; i < Count; i++)
        {
            Write(this[i]);
            bytes += this[i].Bytes;
        }

        return bytes;
    }

    /// <summary>Syncs the journal, and the segments of large commits.</summary>
    /// <param name="journal">Has the records of all commits.</param>
    /// <param name="sideBySide">
    /// A disk gains by it. In memory the order of faults stays repeatable without, and it is the order that recovery
    /// has most to do with: the journal knows of a commit whose bytes are not there.
    /// </param>
    public void Sync(Journal journal, bool sideBySide)
    {
        HashSet<PartitionLog>? logs = null;
        for (int i = 0; i < Count; i++)
        {
            if (this[i].JournalStart < 0)
            {
                (logs ??= []).Add(this[i].Log);
            }
        }

        if (logs is null || !sideBySide)
        {
            journal.Sync();
            SyncSegments(logs ?? [], sideBySide);
            return;
        }

        // Waiting for a task that no thread has begun runs it here: a busy pool costs time, not progress.
        Task journalSync = Task.Run(journal.Sync);
        try
        {
            SyncSegments(logs, sideBySide);
        }
        finally
        {
            journalSync.GetAwaiter().GetResult();
        }
    }

    /// <summary>Takes back all that was planned and written, since the commits were refused.</summary>
    public void TakeBack()
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            this[i].Log.TakeBack(this[i]);
        }
    }

    /// <summary>Writes inline commits, which the journal will decide, to their segments.</summary>
    public void WriteInline(ReadOnlySpan<byte> journalRecords)
    {
        for (int i = 0; i < Count; i++)
        {
            ref Extent extent = ref this[i];
            if (extent.JournalStart >= 0)
            {
                extent.Segment.Write(journalRecords.Slice(extent.JournalStart, extent.Bytes), extent.Position);
            }
        }
    }

    private static void SyncSegments(HashSet<PartitionLog> logs, bool sideBySide)
    {
        if (logs.Count == 1)
        {
            logs.Single().Sync(); // Most commits are to one partition: nothing to hand over.
            return;
        }

        try
        {
            Parallel.ForEach(
                logs, new ParallelOptions { MaxDegreeOfParallelism = sideBySide ? MaxSyncs : 1 }, log => log.Sync());
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    private void Group(CommitRequest request)
    {
        _firsts.Clear();
        _following.Clear();
        _lasts.Clear();
        for (int i = 0; i < request.Appends.Count; i++)
        {
            PartitionLog log = request.Appends[i].Log;
            ref int last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lasts, log, out bool exists);
            if (exists)
            {
                _following[last] = i;
            }
            else
            {
                _firsts.Add(i);
            }

            last = i;
            _following.Add(-1);
            request.Offsets.Add(-1);
        }
    }

    /// <summary>Copies an extent's bytes, with their offsets, one after the other.</summary>
    private void CopyTo(in Extent extent, Span<byte> target)
    {
        for (int i = extent.FirstPiece; i < extent.FirstPiece + extent.Pieces; i++)
        {
            (SealedBatch batch, long offset) = _pieces[i];
            batch.Load(ref _loaded).CopyTo(target);
            BatchHeader.SetBaseOffset(target, offset);
            target = target[batch.Length..];
        }
    }

    /// <summary>Writes an extent's bytes to its segment.</summary>
    private void Write(in Extent extent)
    {
        long position = extent.Position;
        for (int i = extent.FirstPiece; i < extent.FirstPiece + extent.Pieces; i++)
        {
            (SealedBatch batch, long offset) = _pieces[i];
            Span<byte> bytes = batch.Load(ref _loaded);
            BatchHeader.SetBaseOffset(bytes, offset);
            extent.Segment.Write(bytes, position);
            position += batch.Length;
        }
    }

    private void Place(PartitionLog log, RecordBuffer records, int indexInterval, ref bool isNew)
    {
        for (int i = 0; i < records.BatchCount; i++)
        {
            SealedBatch batch = records.Sealed(i);
            Segment segment = log.SegmentFor(batch.Length);
            segment.Index.Note(log.PlannedOffset, segment.PlannedBytes, batch.Length, indexInterval);
            isNew |= _extents.Count == 0 || this[_extents.Count - 1].Segment != segment;
            Place(log, segment, batch, indexInterval, ref isNew);
        }
    }

    private void Place(
        PartitionLog log, Segment segment, in SealedBatch batch, int indexInterval, ref bool isNew)
    {
        if (isNew)
        {
            _extents.Add(new Extent
            {
                Log = log,
                Segment = segment,
                Position = segment.PlannedBytes,
                FirstOffset = log.PlannedOffset,
                FirstPiece = _pieces.Count,
                JournalStart = -1,
            });
            isNew = false;
        }

        ref Extent extent = ref this[_extents.Count - 1];
        segment.Times.Note(batch.Bytes, log.PlannedOffset, segment.PlannedBytes, indexInterval);
        _pieces.Add((batch, log.PlannedOffset));
        extent.Pieces++;
        extent.Bytes = checked(extent.Bytes + batch.Length);
        segment.PlannedBytes += batch.Length;
        log.PlannedOffset += batch.Count;
        extent.NextOffset = log.PlannedOffset;
    }
}
