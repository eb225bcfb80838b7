namespace Kappa.StateStores;

/// <summary>The rows of a store of versions as they lie below.</summary>
public static class VersionRows
{
    /// <summary>Whether a row is a version, and not that of the store's time.</summary>
    /// <param name="key">Key bytes of a row.</param>
    public static bool IsVersion(ReadOnlySpan<byte> key) => key.Length >= ValidTo.Bytes;

    /// <summary>Until when a version counts.</summary>
    /// <param name="key">Key bytes of its row.</param>
    public static ValidTo End(ReadOnlySpan<byte> key) => ValidTo.Read(key[^ValidTo.Bytes..]);

    /// <summary>The time by which a row is found when nobody can ask for it any more.</summary>
    /// <param name="key">Key bytes of a row.</param>
    /// <param name="timeMs">Receives the time, milliseconds since 1970.</param>
    /// <returns>False for the latest version of a key, and for the row of the store's time.</returns>
    public static bool TryTime(ReadOnlySpan<byte> key, out long timeMs)
    {
        timeMs = IsVersion(key) ? End(key).Ms : long.MaxValue;
        return timeMs < long.MaxValue;
    }
}
