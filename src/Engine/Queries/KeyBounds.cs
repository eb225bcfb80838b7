using System.Text;

namespace Kappa.Engine;

/// <summary>The bytes that rows that are asked for lie between.</summary>
/// <param name="From">The first key, inclusive; empty for the beginning.</param>
/// <param name="To">The last key, exclusive; empty for the end.</param>
internal sealed record KeyBounds(byte[] From, byte[] To)
{
    /// <summary>Works out what a reader asks for.</summary>
    /// <param name="store">Name of the store, for messages.</param>
    /// <param name="format">Of the store.</param>
    /// <param name="range">What is asked for.</param>
    /// <exception cref="KappaException">
    /// KAP6102 (exit 2): a text is not a key. KAP6103 (exit 2): a prefix of keys that are not text.
    /// </exception>
    public static KeyBounds Of(string store, StoreFormat format, KeyRange range)
    {
        if (range.Prefix is not null && !format.HasTextKeys)
        {
            throw EngineErrors.PrefixOfNoText(store);
        }

        byte[] prefix = range.Prefix is null ? [] : Encoding.UTF8.GetBytes(range.Prefix);
        var bounds = new KeyBounds(prefix, Behind(prefix));
        if (range.From is not null)
        {
            bounds = bounds.Above(Rows(store, format, range.From).From);
        }

        if (range.To is not null)
        {
            bounds = bounds.Below(Rows(store, format, range.To).To);
        }

        return bounds.Behind(store, format, range.After, range.Backward);
    }

    /// <summary>What is left behind a row, where an earlier page ended.</summary>
    /// <param name="store">Name of the store, for messages.</param>
    /// <param name="format">Of the store.</param>
    /// <param name="after">The row's key as text; null for all.</param>
    /// <param name="backward">Whether the rows come from the last one to the first.</param>
    /// <exception cref="KappaException">KAP6102 (exit 2): the text is not a key.</exception>
    public KeyBounds Behind(string store, StoreFormat format, string? after, bool backward)
    {
        if (after is null)
        {
            return this;
        }

        return !format.TryParseKey(after, out byte[] stored, out _) ? throw EngineErrors.NotAKey(store, after)
            : backward ? Below(stored) : Above([.. stored, 0]);
    }

    /// <summary>The rows of one key.</summary>
    private static KeyBounds Rows(string store, StoreFormat format, string key)
    {
        if (format.HasWindows)
        {
            return format.TryParseWindows(key, long.MinValue, long.MaxValue, out byte[] first, out byte[] end, out _)
                ? new KeyBounds(first, end) : throw EngineErrors.NotAKey(store, key);
        }

        return format.TryParseKey(key, out byte[] stored, out _)
            ? new KeyBounds(stored, [.. stored, 0]) : throw EngineErrors.NotAKey(store, key);
    }

    /// <summary>What sorts right behind all keys that begin so; empty where nothing does.</summary>
    private static byte[] Behind(byte[] prefix)
    {
        int last = prefix.AsSpan().LastIndexOfAnyExcept(byte.MaxValue);
        return last < 0 ? [] : [.. prefix.AsSpan(0, last), (byte)(prefix[last] + 1)];
    }

    private KeyBounds Above(byte[] from) =>
        From.AsSpan().SequenceCompareTo(from) >= 0 ? this : this with { From = from };

    private KeyBounds Below(byte[] to) =>
        To.Length > 0 && To.AsSpan().SequenceCompareTo(to) <= 0 ? this : this with { To = to };
}
