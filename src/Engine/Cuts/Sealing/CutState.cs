namespace Kappa.Engine;

/// <summary>What the records of a cut log say up to one of them: a block begins with it.</summary>
/// <remarks>One thread.</remarks>
internal sealed class CutState
{
    private readonly List<long> _ends = [];
    private readonly List<(long Offset, byte[] Value)> _cutovers = [];
    private (long Offset, byte[] Value)? _sources;

    /// <summary>The last cut.</summary>
    public Cut Cut { get; private set; } = Cut.Zero;

    /// <summary>End offset of each source partition at <see cref="Cut"/>; those behind the last one are 0.</summary>
    public IReadOnlyList<long> Ends => _ends;

    /// <summary>The end offset of each of <see cref="Sources"/>.</summary>
    public long[] AllEnds => [.. Enumerable.Range(0, Sources?.Count ?? 0).Select(EndOf)];

    /// <summary>The last list of sources; null before the first one.</summary>
    public CutSources? Sources { get; private set; }

    /// <summary>The records that hold on: the last list of sources, and all cutovers, by offset.</summary>
    public IEnumerable<(long Offset, byte[] Value)> Carried => _sources is { } sources
        ? _cutovers.Append(sources).OrderBy(record => record.Offset) : _cutovers;

    public CutState Copy()
    {
        var copy = new CutState { Cut = Cut, Sources = Sources, _sources = _sources };
        copy._ends.AddRange(_ends);
        copy._cutovers.AddRange(_cutovers);
        return copy;
    }

    public long EndOf(int source) => source < _ends.Count ? _ends[source] : 0;

    public void SetEnd(int source, long end)
    {
        while (_ends.Count <= source)
        {
            _ends.Add(0);
        }

        _ends[source] = end;
    }

    /// <summary>Where a block says that it begins.</summary>
    public void Begin(Cut cut, ReadOnlySpan<long> ends)
    {
        Cut = cut;
        _ends.Clear();
        _ends.AddRange(ends);
    }

    /// <summary>Takes a record of any kind but cuts.</summary>
    public void Apply(long offset, ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new ByteReader(value, "the cut log");
            ApplyKind(CutCodec.ReadKind(ref reader), ref reader, offset, value);
        }
        catch (KappaException)
        {
            // Whoever reads it says what is wrong with it.
        }
    }

    /// <summary>Takes a record of cuts.</summary>
    public void Apply(CutsRecord record)
    {
        if (record.HasBase)
        {
            Cut = new Cut(record.First - 1, record.BaseClockMs, record.BaseEventTimeMs);
            for (int source = 0; source < record.BaseEnds.Count; source++)
            {
                SetEnd(source, record.BaseEnds[source]);
            }
        }

        (long clock, long eventTime) = (Cut.ClockMs, Cut.EventTimeMs);
        int at = 0;
        for (int cut = 0; cut < record.Count; cut++)
        {
            clock += record.Numbers[at++];
            eventTime = unchecked(eventTime + FromZigzag(record.Numbers[at++]));
            int source = -1;
            for (long left = record.Numbers[at++]; left > 0; left--)
            {
                source += (int)record.Numbers[at++] + 1;
                SetEnd(source, EndOf(source) + record.Numbers[at++]);
            }

            at += record.HasInfo ? 2 : 0;
        }

        Cut = new Cut(record.First - 1 + record.Count, clock, eventTime);
    }

    private void ApplyKind(byte kind, ref ByteReader reader, long offset, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case CutCodec.SourcesKind:
                Sources = CutCodec.ReadSources(ref reader);
                _sources = (offset, value.ToArray());
                break;
            case CutCodec.CutoverKind:
                _cutovers.Add((offset, value.ToArray()));
                break;
            case CutCodec.HistoryKind:
            case CutCodec.AddedSourceKind:
                ApplyPast(SourcePast.Read(kind, ref reader));
                break;
        }
    }

    /// <summary>The cuts behind the past of an added source go on where it ends.</summary>
    private void ApplyPast(SourcePast past)
    {
        SourceTopic topic = past.Topic;
        if (Sources is { } sources && sources.TryIndexOf(new TopicPartition(topic.Topic, 0), out int first))
        {
            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                SetEnd(first + partition, past.Ends[partition]);
            }
        }
    }

    private static long FromZigzag(long value) => (long)((ulong)value >> 1) ^ -(value & 1);
}
