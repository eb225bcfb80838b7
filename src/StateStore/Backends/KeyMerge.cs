namespace Kappa.StateStores;

/// <summary>
/// Walks two things that are in the order of their keys together: each key of either once, and who has it. The cursors
/// stand at what they have of it.
/// </summary>
/// <remarks>One thread. Nothing is allocated for a key; whoever made the cursors disposes them.</remarks>
/// <param name="left">One of them, before its first key.</param>
/// <param name="right">The other, before its first key.</param>
public sealed class KeyMerge<TLeft, TRight>(TLeft left, TRight right)
    where TLeft : IKeyCursor
    where TRight : IKeyCursor
{
    // Whether a cursor stands at a key that is still to be told, or is being told.
    private bool _leftStands;
    private bool _rightStands;

    /// <summary>Whether the left one has the key.</summary>
    /// <value>Before the first move and behind the last key it says nothing.</value>
    public bool HasLeft { get; private set; } = true;

    /// <summary>Whether the right one has the key; at least one of them has.</summary>
    /// <value>Before the first move and behind the last key it says nothing.</value>
    public bool HasRight { get; private set; } = true;

    /// <summary>Moves to the next key.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        // Who had the last key goes on; at first both do.
        _leftStands = HasLeft ? left.MoveNext() : _leftStands;
        _rightStands = HasRight ? right.MoveNext() : _rightStands;
        int order = !_leftStands ? 1 : !_rightStands ? -1 : left.Key.SequenceCompareTo(right.Key);
        (HasLeft, HasRight) = (_leftStands && order <= 0, _rightStands && order >= 0);
        return HasLeft || HasRight;
    }
}
