using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>What a record that comes into sliding windows finds around it.</summary>
/// <remarks>Reused; belongs to the task's thread.</remarks>
internal sealed class SlidingNeighbours<TTotal>
{
    private readonly List<long> _starts = [];

    /// <summary>The nearest window that ends before the record, if there is one.</summary>
    public StoreRow<TTotal> Left { get; private set; }

    /// <summary>A window that has the record and later ones, if there is one.</summary>
    public StoreRow<TTotal> Right { get; set; }

    /// <summary>Whether the window that ends with the record is there.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The timestamp of the record before it, as far as windows tell; null where they do not.</summary>
    public long? PreviousMs { get; private set; }

    public void Clear()
    {
        _starts.Clear();
        (Left, Right, HasLeft, PreviousMs) = (default, default, false, null);
    }

    /// <summary>Whether a window that starts so was met.</summary>
    public bool Has(long start) => _starts.Contains(start);

    /// <summary>Meets a window, from the last one to the first; what ends before the record is met last.</summary>
    public void Meet(long start, long differenceMs, long timestamp, in StoreRow<TTotal> row)
    {
        _starts.Add(start);
        long end = start + differenceMs;
        if (start > timestamp)
        {
            return; // Right behind the record.
        }

        if (end > timestamp)
        {
            Right = Right.Exists ? Right : row;
        }
        else if (end < timestamp)
        {
            (Left, PreviousMs) = (row, row.TimestampMs);
        }
        else
        {
            HasLeft = true;
            PreviousMs = row.TimestampMs < timestamp ? row.TimestampMs : PreviousMs;
        }
    }

    /// <summary>Meets a window near 1970, from the first one to the last.</summary>
    public void MeetEarly(long start, long timestamp, in StoreRow<TTotal> row)
    {
        _starts.Add(start);
        if (start == 0)
        {
            PreviousMs = row.TimestampMs < timestamp ? row.TimestampMs : null;
        }
        else if (start <= timestamp)
        {
            Right = row;
        }
    }
}
