namespace Kappa.Engine;

/// <summary>When the records without a match of a left or outer join leave alone.</summary>
/// <remarks>
/// By the stream time of both sides together, and at the earliest when the time of one that was seen waiting has
/// passed: a bound that Kafka Streams keeps so as not to look each time, and that delays some records. It commits with
/// the stream time, so that a restart lets go what the run without one does. Belongs to the task's thread.
/// </remarks>
/// <param name="node">Name of the operator: of its times among those of the task.</param>
/// <param name="graceMs">How late a record may come, in milliseconds.</param>
internal abstract class UnmatchedRecords(string node, long graceMs) : ITimed
{
    private readonly string _streamTime = $"{node}/stream-time";
    private readonly string _leastTime = $"{node}/least-time";
    private long _leastMs = long.MaxValue;

    public long DueClockMs => long.MaxValue;

    /// <summary>Highest timestamp of both streams, milliseconds since 1970.</summary>
    public long StreamTimeMs { get; private set; } = TaskClock.None;

    /// <summary>A record has come, also one that is dropped.</summary>
    public void Observe(long timestampMs) => StreamTimeMs = Math.Max(StreamTimeMs, timestampMs);

    /// <summary>A record waits.</summary>
    public void Wait(long timestampMs) => _leastMs = Math.Min(_leastMs, timestampMs);

    /// <summary>Before a record is joined: lets those go that it, or one after it, cannot match.</summary>
    /// <param name="afterMs">How long after the record the other one may be, in milliseconds.</param>
    /// <param name="timestampMs">Timestamp of the record; only one that stands at stream time lets others go.</param>
    public void Close(long afterMs, long timestampMs)
    {
        if (timestampMs == StreamTimeMs && _leastMs < StreamTimeMs - afterMs - graceMs)
        {
            _leastMs = Leave(timestampMs);
        }
    }

    public void Load(TimeRows rows)
    {
        StreamTimeMs = rows.Read(_streamTime, TaskClock.None);
        _leastMs = rows.Read(_leastTime, long.MaxValue);
    }

    public void Save(TimeRows rows)
    {
        if (StreamTimeMs != TaskClock.None)
        {
            rows.Write(_streamTime, StreamTimeMs);
            rows.Write(_leastTime, _leastMs);
        }
    }

    public void OnClock(in Cut cut)
    {
    }

    public void OnStreamTime(long streamTimeMs)
    {
    }

    /// <summary>Lets those go whose window and grace have passed.</summary>
    /// <returns>
    /// The time of the last one that was looked at; <see cref="long.MaxValue"/> where none waits.
    /// </returns>
    protected abstract long Leave(long timestampMs);
}
