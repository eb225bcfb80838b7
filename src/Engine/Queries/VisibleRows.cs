using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Leaves out the rows that a reader may not see.</summary>
internal sealed class VisibleRows(IRowCursor rows, VisibleRows.IsVisible isVisible) : IRowCursor
{
    /// <summary>Whether a reader may see a row.</summary>
    /// <param name="key">Key bytes of the row.</param>
    public delegate bool IsVisible(ReadOnlySpan<byte> key);

    public ReadOnlySpan<byte> Key => rows.Key;

    public ReadOnlySpan<byte> Value => rows.Value;

    public long TimestampMs => rows.TimestampMs;

    public bool MoveNext()
    {
        while (rows.MoveNext())
        {
            if (isVisible(rows.Key))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => rows.Dispose();
}
