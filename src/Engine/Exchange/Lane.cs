using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>What one upstream task sends to one downstream task in a run, slice boundaries kept.</summary>
/// <remarks>
/// Written by the upstream task in its phase, read by the downstream task in a later one: never both at once. Its
/// memory is kept from run to run.
/// </remarks>
internal sealed class Lane<TKey, TValue>
{
    private LaneRecord<TKey, TValue>[] _records = [];

    public int Count { get; private set; }

    public ref LaneRecord<TKey, TValue> this[int index] => ref _records[index];

    public ref LaneRecord<TKey, TValue> Add()
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(16, Count * 2));
        }

        return ref _records[Count++];
    }

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>()
            || RuntimeHelpers.IsReferenceOrContainsReferences<TValue>())
        {
            Array.Clear(_records, 0, Count);
        }

        Count = 0;
    }
}
