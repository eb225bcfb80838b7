namespace Kappa.StateStores;

/// <summary>The rows of a buffer as they lie below: whose they are, and when they are hidden.</summary>
public static class BufferRows
{
    /// <summary>Rows of times up to this one are hidden; <see cref="long.MinValue"/> for none.</summary>
    /// <param name="observedMs">The store's time, in milliseconds; <see cref="long.MinValue"/> for none.</param>
    /// <param name="retentionMs">How long behind the store's time a row is kept.</param>
    public static long HiddenTo(long observedMs, long retentionMs) =>
        observedMs < long.MinValue + retentionMs ? long.MinValue : observedMs - retentionMs;

    /// <summary>Whether a row is one of the buffer, and not that of its time.</summary>
    /// <param name="key">Key bytes of a row.</param>
    public static bool IsRow(ReadOnlySpan<byte> key) => key.Length >= BufferPlace.Bytes;

    /// <summary>The place of a row.</summary>
    /// <param name="key">Key bytes of the row.</param>
    public static BufferPlace Place(ReadOnlySpan<byte> key) => BufferPlace.Read(key[^BufferPlace.Bytes..]);

    /// <summary>The time by which a row is found when its time has come.</summary>
    /// <param name="key">Key bytes of a row.</param>
    /// <param name="timeMs">Receives the time, milliseconds since 1970.</param>
    /// <returns>False for the row of the store's time.</returns>
    public static bool TryTime(ReadOnlySpan<byte> key, out long timeMs)
    {
        timeMs = IsRow(key) ? Place(key).Ms : 0;
        return IsRow(key);
    }
}
