using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>The next record of a source partition in a merge, with the three behind it.</summary>
/// <remarks>
/// Only a head far beyond the second lowest of the three timestamps behind it is out of place: it takes that one's
/// turn. All other heads wait until their time has come, however long that takes (docs/protocols.md, rule 6). One
/// thread.
/// </remarks>
/// <param name="log">The log.</param>
/// <param name="partition">The partition.</param>
/// <param name="rank">Its rank, which breaks ties.</param>
/// <param name="outOfPlace">How far beyond is out of place.</param>
/// <param name="known">
/// The records that are out of place, by offset, where that was decided before and is recorded; null to decide.
/// </param>
internal sealed class SourceHead(
    ILog log, TopicPartition partition, int rank, TimeSpan outOfPlace, OutOfPlaceRecord[]? known = null) : IDisposable
{
    private const int Window = 4;

    private readonly Seen[] _window = new Seen[Window];
    private readonly long _outOfPlaceMs = (long)outOfPlace.TotalMilliseconds;
    private RecordCursor? _cursor;
    private long _end;
    private int _first;
    private int _count;

    public TopicPartition Partition => partition;

    /// <summary>Whether there is a head.</summary>
    public bool HasRecord => _count > 0;

    /// <summary>Where the partition stands: the head and what follows it come next.</summary>
    public long Position { get; private set; }

    /// <summary>What the head is merged by.</summary>
    public HeadKey Key { get; private set; }

    /// <summary>Whether the head takes the turn of those behind it.</summary>
    public bool IsOutOfPlace { get; private set; }

    /// <summary>Offset of the head.</summary>
    public long Offset => _window[_first].Offset;

    /// <summary>Timestamp of the head, milliseconds since 1970.</summary>
    public long TimestampMs => _window[_first].TimestampMs;

    /// <summary>Bytes of the head, not compressed.</summary>
    public int Bytes => _window[_first].Bytes;

    /// <summary>Stands at an offset, and looks at what is there.</summary>
    /// <param name="from">The offset.</param>
    /// <param name="end">No record at or behind it is looked at; it may be lower than in the call before.</param>
    public void Load(long from, long end)
    {
        try
        {
            LoadHere(from, end);
        }
        catch (KappaException error) when (error.ExitCode is ExitCodes.NotFound or ExitCodes.Usage)
        {
            // Older records are gone. Who was to read them says so; here it may be a source of other versions.
            Drop();
            if (log.Find(partition.Topic) is null)
            {
                Position = from;
                return;
            }

            LoadHere(Math.Clamp(log.Offsets(partition).Earliest, from, Math.Max(from, end)), end);
        }
    }

    /// <summary>Takes the head, and looks at the next one.</summary>
    /// <param name="end">As <see cref="Load"/>.</param>
    public void Take(long end)
    {
        Position = Math.Max(Position, Math.Min(_window[_first].Next, end));
        _first = (_first + 1) % Window;
        _count--;
        Fill(end);
    }

    /// <summary>Closes its reader; it can be loaded again.</summary>
    public void Drop()
    {
        _cursor?.Dispose();
        _cursor = null;
        _count = 0;
    }

    public void Dispose() => Drop();

    private void LoadHere(long from, long end)
    {
        if (_cursor is null)
        {
            _cursor = new RecordCursor(log.OpenReader(partition, from));
            _count = 0;
        }
        else if (from != Position || end < _end)
        {
            _cursor.Seek(from); // What was seen may lie behind a lower end.
            _count = 0;
        }

        Position = from;
        Fill(end);
    }

    private void Fill(long end)
    {
        _end = end;
        while (_count < Window && _cursor!.MoveNextAtHand(end))
        {
            _window[(_first + _count++) % Window] = new Seen(
                _cursor.Offset, _cursor.NextOffset, _cursor.TimestampMs, _cursor.Bytes);
        }

        if (_count == 0)
        {
            return;
        }

        long turn = known is null ? TurnByThoseBehind() : KnownTurn(known);
        IsOutOfPlace = turn != TimestampMs;
        Key = new HeadKey(turn, rank);
    }

    private long KnownTurn(OutOfPlaceRecord[] records)
    {
        int index = Array.FindIndex(records, record => record.Offset == Offset);
        return index < 0 ? TimestampMs : records[index].TurnMs;
    }

    private long TurnByThoseBehind()
    {
        long time = TimestampMs;
        long turn = _count == Window ? SecondLowest(Time(1), Time(2), Time(3)) : time;
        return time > turn && time - turn > _outOfPlaceMs ? turn : time;
    }

    private long Time(int behind) => _window[(_first + behind) % Window].TimestampMs;

    private static long SecondLowest(long a, long b, long c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private readonly record struct Seen(long Offset, long Next, long TimestampMs, int Bytes);
}
