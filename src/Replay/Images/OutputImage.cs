using System.Globalization;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>
/// The last value of each key of a table output: of its topic, or of what a shadow would have published (protocols.md
/// 22).
/// </summary>
/// <remarks>One thread at a time; snapshots may be used on any.</remarks>
internal sealed class OutputImage : IDisposable
{
    private readonly PartitionImage[] _partitions;
    private readonly string? _directory;

    private OutputImage(PartitionImage[] partitions, string? directory, IReadOnlyList<ImageLeg> legs) =>
        (_partitions, _directory, Legs) = (partitions, directory, legs);

    /// <summary>What it is made of.</summary>
    public IReadOnlyList<ImageLeg> Legs { get; private set; }

    public int Partitions => _partitions.Length;

    /// <summary>The images of its partitions.</summary>
    public IReadOnlyList<PartitionImage> All => _partitions;

    /// <param name="log">The log.</param>
    /// <param name="legs">What the image is made of.</param>
    /// <param name="directory">Where the rows are; null for memory.</param>
    /// <param name="settings">Memory and files.</param>
    public static OutputImage Open(
        ILog log, IReadOnlyList<ImageLeg> legs, string? directory, EngineSettings settings)
    {
        var partitions = new List<PartitionImage>();
        try
        {
            for (int partition = 0; partition < legs[0].From.Length; partition++)
            {
                partitions.Add(PartitionImage.Open(log, partition, legs, Of(directory, partition), settings));
            }
        }
        catch
        {
            partitions.ForEach(partition => partition.Dispose());
            throw;
        }

        return new OutputImage([.. partitions], directory, legs);
    }

    /// <summary>Takes in what the topic of the last leg has up to these offsets.</summary>
    public void Follow(long[] ends)
    {
        for (int partition = 0; partition < ends.Length; partition++)
        {
            _partitions[partition].Follow(ends[partition]);
        }
    }

    /// <summary>The image goes on with other legs, of which all but the last are in it already.</summary>
    public void ContinueWith(IReadOnlyList<ImageLeg> legs)
    {
        Legs = legs;
        foreach (PartitionImage partition in _partitions)
        {
            partition.ContinueWith(legs);
        }
    }

    /// <summary>Digests of the rows of each partition; see <see cref="ImageLeg.Digests"/>.</summary>
    public long[] Digests() => [.. _partitions.Select(partition => partition.Digest())];

    /// <summary>Copies the rows into another directory, durably; what was there is replaced.</summary>
    public void SaveTo(string directory, EngineSettings settings)
    {
        if (settings.Seams.Files.DirectoryExists(directory))
        {
            settings.Seams.Files.DeleteDirectory(directory);
        }

        settings.Seams.Files.CreateDirectory(directory);
        for (int partition = 0; partition < _partitions.Length; partition++)
        {
            _partitions[partition].SaveTo(Of(directory, partition)!);
        }
    }

    public IStateSnapshot[] OpenSnapshots() => [.. _partitions.Select(partition => partition.OpenSnapshot())];

    public void Dispose() => Array.ForEach(_partitions, partition => partition.Dispose());

    private static string? Of(string? directory, int partition) =>
        directory is null ? null : Path.Combine(directory, partition.ToString(CultureInfo.InvariantCulture));
}
