using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Gives the records of a source partition their places, in the order of their offsets.</summary>
/// <remarks>One thread.</remarks>
/// <param name="rank">Rank of the partition.</param>
/// <param name="outOfPlace">Records that take the turn of others, by offset; null for none.</param>
internal sealed class SourcePlaces(int rank, OutOfPlaceRecord[]? outOfPlace)
{
    private int _slice = -1;
    private long _highestMs;
    private int _nextOutOfPlace;

    /// <summary>The numbers of slices begin anew.</summary>
    public void BeginRun() => _slice = -1;

    /// <summary>The place of the cursor's record, which is of a slice.</summary>
    public Place Of(RecordCursor cursor, SliceRun run, int slice)
    {
        if (!run.Info(slice).MergesByPlace)
        {
            return new Place(cursor.TimestampMs, 0, 0);
        }

        long time = outOfPlace is null ? cursor.TimestampMs : TurnOf(cursor);
        _highestMs = slice == _slice ? Math.Max(_highestMs, time) : time;
        _slice = slice;
        return new Place(_highestMs, rank, cursor.Offset);
    }

    private long TurnOf(RecordCursor cursor)
    {
        while (_nextOutOfPlace < outOfPlace!.Length && outOfPlace[_nextOutOfPlace].Offset < cursor.Offset)
        {
            _nextOutOfPlace++;
        }

        return _nextOutOfPlace < outOfPlace.Length && outOfPlace[_nextOutOfPlace].Offset == cursor.Offset
            ? outOfPlace[_nextOutOfPlace].TurnMs
            : cursor.TimestampMs;
    }
}
