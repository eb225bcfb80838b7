namespace Kappa.StateStores;

/// <summary>Walks something in the order of its keys, each key once. One thread.</summary>
public interface IKeyCursor
{
    /// <summary>Moves to the next key.</summary>
    /// <returns>False behind the last one.</returns>
    bool MoveNext();

    /// <summary>Key bytes, valid until the next move.</summary>
    ReadOnlySpan<byte> Key { get; }
}
