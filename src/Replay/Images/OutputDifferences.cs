namespace Kappa.Replay;

/// <summary>The keys of an output in which a version differs from the topic, partition by partition.</summary>
/// <remarks>Whoever uses them holds the gate of the images.</remarks>
internal sealed class OutputDifferences : IDisposable
{
    /// <summary>
    /// Keys of a partition: some 100 MB of memory. A larger difference is no matter of a second, kept or not.
    /// </summary>
    private const int MostKeys = 1_000_000;

    private readonly DifferingKeys[] _partitions;

    /// <param name="wanted">What the version says.</param>
    /// <param name="said">What the topic says.</param>
    public OutputDifferences(OutputImage wanted, OutputImage said) => _partitions =
        [.. wanted.All.Zip(said.All).Select(pair => new DifferingKeys(pair.First, pair.Second, MostKeys))];

    /// <summary>The keys of a partition.</summary>
    public DifferingKeys this[int partition] => _partitions[partition];

    /// <inheritdoc cref="DifferingKeys.Refresh"/>
    public void Refresh(bool searches)
    {
        foreach (DifferingKeys partition in _partitions)
        {
            partition.Refresh(searches);
        }
    }

    public void Dispose() => Array.ForEach(_partitions, partition => partition.Dispose());
}
