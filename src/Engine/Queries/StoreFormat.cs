namespace Kappa.Engine;

/// <summary>Translates the keys and values of a store between bytes and text, for queries.</summary>
internal abstract class StoreFormat
{
    /// <summary>Whether keys are text, so that a prefix makes sense.</summary>
    public abstract bool HasTextKeys { get; }

    /// <summary>Parses a key.</summary>
    /// <param name="text">The key as text.</param>
    /// <param name="stored">Receives the bytes that the store has for it.</param>
    /// <param name="sent">Receives the bytes that a topic has for it, which decide the partition.</param>
    /// <returns>False where the text is not a key.</returns>
    public abstract bool TryParseKey(string text, out byte[] stored, out byte[] sent);

    public abstract string KeyText(ReadOnlySpan<byte> stored);

    public abstract string ValueJson(ReadOnlySpan<byte> value);
}
