using System.Buffers;

namespace Kappa.StateStores;

/// <summary>When the row of a window is hidden, and the entry by which it is found when it is to be deleted.</summary>
public static class WindowExpiry
{
    /// <summary>Starts up to this one are hidden.</summary>
    /// <param name="observedMs">The store's time, in milliseconds; <see cref="long.MinValue"/> for none.</param>
    /// <param name="advanceMs">
    /// From the start of a window to that of the next one: the newest window counts, not the newest record.
    /// </param>
    /// <param name="retentionMs">How long behind the newest window's start a row is kept.</param>
    public static long HiddenTo(long observedMs, long advanceMs, long retentionMs) =>
        observedMs < long.MinValue + retentionMs + advanceMs
            ? long.MinValue : observedMs - (observedMs % advanceMs) - retentionMs;

    /// <summary>The store's time from the row that it is kept in.</summary>
    /// <param name="rows">All stores of a task.</param>
    /// <param name="store">Index of the store.</param>
    public static long ObservedTime(IStateSnapshot rows, int store)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var value = new ArrayBufferWriter<byte>();
        return rows.TryGet(store, StoreHead.Key, value, out _) ? StoreHead.Time(value.WrittenSpan) : long.MinValue;
    }

    /// <summary>Whether a row is a window's, and not that of the store's time.</summary>
    /// <param name="key">Key bytes of a row.</param>
    public static bool IsWindow(ReadOnlySpan<byte> key) => key.Length >= WindowStart.Bytes;

    /// <summary>Start of the window that a row is of.</summary>
    /// <param name="key">Key bytes of the row.</param>
    public static long Start(ReadOnlySpan<byte> key) => WindowStart.Read(key[^WindowStart.Bytes..]).Ms;

    /// <summary>The time in the key of a row.</summary>
    /// <param name="key">Key bytes of the row.</param>
    /// <param name="timeBeforeEnd">How many bytes before the end of the key it lies.</param>
    public static long Time(ReadOnlySpan<byte> key, int timeBeforeEnd) => SortedTime.Read(key[^timeBeforeEnd..]);

    /// <summary>The time by which a row is found when it is to be deleted.</summary>
    /// <param name="key">Key bytes of a row.</param>
    /// <param name="timeMs">Receives the time, milliseconds since 1970.</param>
    /// <returns>False for the row of the store's time.</returns>
    public static bool TryTime(ReadOnlySpan<byte> key, out long timeMs)
    {
        timeMs = IsWindow(key) ? Start(key) : 0;
        return IsWindow(key);
    }
}
