namespace Kappa.StateStores;

/// <summary>What the keys of a store of sessions say.</summary>
public static class SessionRows
{
    /// <summary>The time by which a row is found when it is to be deleted: the end of its session.</summary>
    /// <param name="key">Key bytes of a row.</param>
    /// <param name="timeMs">Receives the time, milliseconds since 1970.</param>
    /// <returns>False for the row of the store's time.</returns>
    public static bool TryTime(ReadOnlySpan<byte> key, out long timeMs)
    {
        bool isSession = key.Length >= SessionSpan.Bytes;
        timeMs = isSession ? WindowExpiry.Time(key, SessionSpan.Bytes) : 0;
        return isSession;
    }
}
