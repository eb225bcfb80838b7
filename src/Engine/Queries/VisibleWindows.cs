using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Leaves out the windows that are hidden, and the row that is no window's.</summary>
/// <param name="rows">All rows.</param>
/// <param name="hiddenToMs">Windows up to this time are hidden.</param>
/// <param name="timeBeforeEnd">How many bytes before the end of a key that time lies.</param>
internal sealed class VisibleWindows(IRowCursor rows, long hiddenToMs, int timeBeforeEnd) : IRowCursor
{
    public ReadOnlySpan<byte> Key => rows.Key;

    public ReadOnlySpan<byte> Value => rows.Value;

    public long TimestampMs => rows.TimestampMs;

    public bool MoveNext()
    {
        while (rows.MoveNext())
        {
            if (rows.Key.Length >= timeBeforeEnd && WindowExpiry.Time(rows.Key, timeBeforeEnd) > hiddenToMs)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => rows.Dispose();
}
