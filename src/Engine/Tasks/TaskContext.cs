using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>What is true of the record in progress. One for each task, reused; belongs to its thread.</summary>
internal sealed class TaskContext(int partition, bool isReplaying = false)
{
    private RecordCursor? _cursor;
    private TopicPartition _source;
    private long _offset;
    private byte[]? _headers;
    private byte[]? _held; // Headers of what was held back and goes on now.
    private bool _isHeld;
    private SliceRun? _run;
    private SliceName? _sliceName; // Made when somebody asks.

    /// <summary>Partition of the task.</summary>
    public int Partition { get; } = partition;

    /// <summary>Whether the version runs beside the live one.</summary>
    public bool IsReplaying { get; } = isReplaying;

    /// <summary>Whether a timer fires, and no record is in progress.</summary>
    public bool IsTimer => Place.Rank < 0;

    /// <summary>Whether a record has been taken in yet.</summary>
    public bool HasRecord => _cursor is not null || _source.Topic is not null;

    /// <summary>
    /// Headers of the record, in Kafka's coding; empty where it has none. They go along to every output.
    /// </summary>
    public ReadOnlySpan<byte> Headers => _isHeld ? _held : _cursor is not null ? _cursor.Headers : _headers;

    /// <summary>What time it is.</summary>
    public TaskClock Clock { get; } = new();

    /// <summary>Number of the slice in the run.</summary>
    public int Slice { get; private set; }

    /// <summary>What the slice is called beyond the run.</summary>
    public SliceName SliceName => _sliceName ??= _run!.NameOf(Slice);

    /// <summary>Where the record in progress comes from, for messages and for lanes.</summary>
    public TopicPartition Source => _cursor?.Partition ?? _source;

    public long Offset => _cursor?.Offset ?? _offset;

    /// <summary>What is being done with the record in progress, for messages.</summary>
    public FailureStage Stage { get; set; } = FailureStage.Processing;

    /// <summary>The place of the record in progress, which all that it causes inherits.</summary>
    public Place Place { get; private set; }

    /// <summary>Bytes of the record in progress in the log; 0 where it came through a lane.</summary>
    public int Bytes => _cursor?.Bytes ?? 0;

    /// <summary>What was held back goes on, with the headers that it came with.</summary>
    public void HoldHeaders(byte[]? headers) => (_held, _isHeld) = (headers, true);

    /// <summary>It is done: the record in progress has its own headers again.</summary>
    public void ReleaseHeaders() => (_held, _isHeld) = (null, false);

    /// <summary>A slice begins.</summary>
    public void Enter(SliceRun run, int slice)
    {
        (_run, Slice, _sliceName) = (run, slice, null);
        Clock.Cut = run.CutOf(slice);
    }

    /// <summary>The cursor's record is in progress, and those after it until another call.</summary>
    public void Enter(RecordCursor cursor, in Place place)
    {
        _cursor = cursor;
        Place = place;
    }

    /// <summary>No record is in progress: a timer fires, at the start of the slice.</summary>
    public void EnterTimer() => Enter(default, -1, null, Place.SliceStart);

    /// <summary>A record that came through a lane is in progress.</summary>
    public void Enter(TopicPartition source, long offset, byte[]? headers, in Place place)
    {
        _cursor = null;
        Place = place;
        _source = source;
        _offset = offset;
        _headers = headers;
    }
}
