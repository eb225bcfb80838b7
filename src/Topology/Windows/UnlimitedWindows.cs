using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// One window of each key, from a moment on and for ever: totals of all records since then, as rows of windows.
/// Immutable.
/// </summary>
/// <remarks>
/// No record is late for it, and it never closes: its rows go on with each update, and its store keeps them for ever.
/// Records from before its start are left out.
/// </remarks>
public sealed class UnlimitedWindows : IFoldWindows
{
    private readonly TimeWindows _window;

    private UnlimitedWindows(long startMs) => (StartMs, _window) = (startMs, TimeWindows.From(startMs));

    /// <summary>Where the window begins, milliseconds since 1970.</summary>
    public long StartMs { get; }

    string IFoldWindows.Word => "unlimited";

    /// <summary>A window of all time, from 1970 on.</summary>
    public static UnlimitedWindows Of() => new(0);

    /// <summary>The same from another moment on.</summary>
    /// <param name="start">The first moment of the window; 1970 or later.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is before 1970.</exception>
    public static UnlimitedWindows StartOn(DateTimeOffset start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, DateTimeOffset.UnixEpoch);
        return new UnlimitedWindows(start.ToUnixTimeMilliseconds());
    }

    StoreSpec IFoldWindows.StoreOf<TKey, TTotal>(
        StoreSpec<TKey, TTotal> rows, TimeSpan? retention, EmitStrategy emit) =>
        emit == EmitStrategy.OnWindowClose ? throw WindowErrors.NeverCloses(rows.Name)
        : new WindowStoreSpec<TKey, TTotal>(
            rows.Name, rows.KeySerde, rows.ValueSerde, _window.SizeMs, _window.AdvanceMs, long.MaxValue);

    Node IFoldWindows.NodeOf<TKey, TValue, TTotal>(
        FoldPlace place, Fold<TKey, TValue, TTotal> fold, StoreSpec store) =>
        ((IFoldWindows)_window).NodeOf(place, fold, store);

    ISerde<Windowed<TKey>> IFoldWindows.KeySerde<TKey>(ISerde<TKey> key) => ((IFoldWindows)_window).KeySerde(key);
}
