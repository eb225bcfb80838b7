using System.Diagnostics.CodeAnalysis;

namespace Kappa;

/// <summary>The partitions that a <see cref="StreamPartitioner{TKey,TValue}"/> chooses (KIP-873).</summary>
/// <remarks>The default is <see cref="Usual"/>. Choosing one partition allocates nothing.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a set, with what a set has to say here.")]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares two choices.")]
public readonly struct PartitionSet
{
    private readonly int[]? _several;
    private readonly int _one; // The number plus one; 0 for the usual one, -1 for all.

    private PartitionSet(int one, int[]? several = null) => (_one, _several) = (one, several);

    /// <summary>That of the key, as without a partitioner; without a key that of the task.</summary>
    public static PartitionSet Usual => default;

    /// <summary>None: the record is dropped.</summary>
    public static PartitionSet None { get; } = new(0, []);

    /// <summary>Every partition.</summary>
    public static PartitionSet All { get; } = new(-1);

    internal bool IsUsual => _one == 0 && _several is null;

    internal bool IsAll => _one == -1;

    /// <summary>The numbers, where there are none or several.</summary>
    internal int[]? Several => _several;

    /// <summary>The number, where it is one.</summary>
    internal int One => _one - 1;

    /// <summary>One partition.</summary>
    /// <param name="partition">Its number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static PartitionSet Of(int partition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        return new PartitionSet(partition + 1);
    }

    /// <summary>Several partitions.</summary>
    /// <param name="partitions">Their numbers, from 0; one that is named twice counts once.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public static PartitionSet Of(IEnumerable<int> partitions)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        int[] several = [.. partitions.Distinct().Order()];
        return several.Length > 0 && several[0] < 0
            ? throw new ArgumentOutOfRangeException(nameof(partitions), several[0], "Partitions count from 0.")
            : new PartitionSet(0, several);
    }

    /// <inheritdoc cref="Of(int)"/>
    public static implicit operator PartitionSet(int partition) => Of(partition);

    /// <inheritdoc cref="Of(int)"/>
    public static PartitionSet FromInt32(int partition) => Of(partition);
}
