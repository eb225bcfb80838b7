using System.Buffers;

namespace Kappa.Engine;

/// <summary>Tells whether two keys are one: their bytes are the same, whatever Equals says.</summary>
/// <remarks>One thread.</remarks>
internal sealed class KeyBytes<TKey>(ISerde<TKey> serde)
{
    private readonly ArrayBufferWriter<byte> _left = new();
    private readonly ArrayBufferWriter<byte> _right = new();

    public bool AreSame(TKey left, TKey right)
    {
        if (serde.EqualsComparesBytes)
        {
            return EqualityComparer<TKey>.Default.Equals(left, right);
        }

        _left.ResetWrittenCount();
        _right.ResetWrittenCount();
        serde.Serialize(left, _left);
        serde.Serialize(right, _right);
        return _left.WrittenSpan.SequenceEqual(_right.WrittenSpan);
    }
}
