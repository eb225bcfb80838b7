using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Kappa.Engine;

/// <summary>The rows of a store as of one committed cut, with keys and values of their types. One thread.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class StoreView<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly StoreView _view;
    private readonly StoreFormat<TKey, TValue> _format;

    internal StoreView(StoreView view, StoreFormat<TKey, TValue> format) => (_view, _format) = (view, format);

    /// <summary>What it is true as of.</summary>
    public AsOf AsOf => _view.AsOf;

    /// <summary>Reads the value of a key.</summary>
    /// <param name="key">The key; not null.</param>
    /// <param name="value">The value, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="KappaException">KAP6104: its bytes cannot be read.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        (byte[] stored, byte[] sent) = _format.KeyBytes(key);
        var bytes = new ArrayBufferWriter<byte>();
        bool exists = _view.TryRead(stored, sent, bytes, out _);
        value = exists ? _format.Value(bytes.WrittenSpan) : default;
        return exists;
    }

    /// <summary>Walks all rows in the order of their key bytes.</summary>
    /// <exception cref="KappaException">KAP6104: bytes of a row cannot be read.</exception>
    public IEnumerable<KeyValuePair<TKey, TValue>> All()
    {
        foreach (StoreRow row in _view.ScanBytes())
        {
            yield return new KeyValuePair<TKey, TValue>(_format.Key(row.Key), _format.Value(row.Value));
        }
    }

    /// <summary>Frees the view.</summary>
    public void Dispose() => _view.Dispose();
}
