namespace Kappa.StateStores;

/// <summary>The entries by which rows are found in the order of their times: as stores write them themselves.</summary>
/// <remarks>One thread.</remarks>
/// <param name="time">Finds the time of a row.</param>
public sealed class RowEntries(RowTime time)
{
    private byte[] _entry = [];

    /// <summary>The entry of a row; empty where it has none. Valid until the next call.</summary>
    /// <param name="key">Key bytes of the row, which alone say it.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> key)
    {
        if (!time(key, out long timeMs)) { return []; }
        int length = ExpiryQueue.Write(timeMs, key, ref _entry); // Which may replace the array.
        return _entry.AsSpan(0, length);
    }
}
