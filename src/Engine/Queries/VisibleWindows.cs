using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Leaves out the windows that are hidden, and the row that is no window's.</summary>
internal sealed class VisibleWindows(IRowCursor rows, long hiddenToMs) : IRowCursor
{
    public ReadOnlySpan<byte> Key => rows.Key;

    public ReadOnlySpan<byte> Value => rows.Value;

    public long TimestampMs => rows.TimestampMs;

    public bool MoveNext()
    {
        while (rows.MoveNext())
        {
            if (WindowExpiry.IsWindow(rows.Key) && WindowExpiry.Start(rows.Key) > hiddenToMs)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => rows.Dispose();
}
