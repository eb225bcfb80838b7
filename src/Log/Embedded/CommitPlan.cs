namespace Kappa.Logs;

/// <summary>Assigns offsets and places to the batches of commits; reused from group to group.</summary>
internal sealed class CommitPlan
{
    private readonly List<Extent> _extents = [];
    private readonly List<(byte[] Bytes, int Length, long Offset)> _pieces = [];
    private readonly List<PartitionLog> _touched = [];

    public int Count => _extents.Count;

    public ref Extent this[int index] => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_extents)[index];

    public void Clear()
    {
        _extents.Clear();
        _pieces.Clear();
    }

    /// <summary>Places a commit's batches, partition by partition, each followed by its commit marker.</summary>
    public void Add(CommitRequest request, int indexInterval)
    {
        _touched.Clear();
        foreach (var append in request.Appends)
        {
            request.Offsets.Add(-1);
            if (!_touched.Contains(append.Log))
            {
                _touched.Add(append.Log);
            }
        }

        foreach (PartitionLog log in _touched)
        {
            bool isNew = true;
            for (int i = 0; i < request.Appends.Count; i++)
            {
                if (request.Appends[i].Log == log)
                {
                    request.Offsets[i] = log.PlannedOffset;
                    Place(log, request.Appends[i].Records, indexInterval, ref isNew);
                }
            }

            if (request.IsTransactional)
            {
                // In the last batch's segment even where that is full: the marker directly follows its data.
                Segment segment = log.Segments[^1];
                Place(log, segment, request.Marker, ControlBatch.Bytes, 1, ref isNew);
            }
        }
    }

    /// <summary>Copies an extent's bytes, with their offsets, one after the other.</summary>
    public void CopyTo(in Extent extent, Span<byte> target)
    {
        for (int i = extent.FirstPiece; i < extent.FirstPiece + extent.Pieces; i++)
        {
            (byte[] bytes, int length, long offset) = _pieces[i];
            bytes.AsSpan(0, length).CopyTo(target);
            BatchHeader.SetBaseOffset(target, offset);
            target = target[length..];
        }
    }

    /// <summary>Writes an extent's bytes to its segment.</summary>
    public void Write(in Extent extent)
    {
        long position = extent.Position;
        for (int i = extent.FirstPiece; i < extent.FirstPiece + extent.Pieces; i++)
        {
            (byte[] bytes, int length, long offset) = _pieces[i];
            BatchHeader.SetBaseOffset(bytes, offset);
            extent.Segment.Write(bytes.AsSpan(0, length), position);
            position += length;
        }
    }

    private void Place(PartitionLog log, RecordBuffer records, int indexInterval, ref bool isNew)
    {
        for (int i = 0; i < records.BatchCount; i++)
        {
            BatchBuilder batch = records.Batch(i);
            Segment segment = log.SegmentFor(batch.Length);
            segment.Index.Note(log.PlannedOffset, segment.PlannedBytes, batch.Length, indexInterval);
            isNew |= _extents.Count == 0 || this[_extents.Count - 1].Segment != segment;
            Place(log, segment, batch.Buffer, batch.Length, batch.Count, ref isNew);
        }
    }

    private void Place(PartitionLog log, Segment segment, byte[] bytes, int length, int records, ref bool isNew)
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
        _pieces.Add((bytes, length, log.PlannedOffset));
        extent.Pieces++;
        extent.Bytes = checked(extent.Bytes + length);
        segment.PlannedBytes += length;
        log.PlannedOffset += records;
        extent.NextOffset = log.PlannedOffset;
    }
}
