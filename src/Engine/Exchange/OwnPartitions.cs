namespace Kappa.Engine;

/// <summary>Asks a user's partitioner where records go.</summary>
/// <remarks>One thread.</remarks>
internal sealed class OwnPartitions<TKey, TValue>(
    StreamPartitioner<TKey, TValue> partitioner, string topic, int partitions)
{
    private readonly int[] _all = [.. Enumerable.Range(0, partitions)];
    private readonly int[] _one = new int[1];

    /// <summary>The partitions of a record, in their order; valid until the next call.</summary>
    /// <param name="record">The record.</param>
    /// <param name="usual">Where it goes without a partitioner.</param>
    public ReadOnlySpan<int> Of(in Record<TKey, TValue> record, int usual)
    {
        PartitionSet chosen = partitioner(topic, record.Key!, record.Value!, partitions);
        if (chosen.IsAll)
        {
            return _all;
        }

        if (chosen.Several is { } several)
        {
            return several.Length == 0 || several[^1] < partitions
                ? several : throw ChoiceErrors.NoSuchPartition(topic, several[^1], partitions);
        }

        _one[0] = chosen.IsUsual ? usual : chosen.One;
        return _one[0] < partitions ? _one : throw ChoiceErrors.NoSuchPartition(topic, _one[0], partitions);
    }
}
