using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The recorded cuts of a topology: the order of processing that its versions share, and who published from when on.
/// </summary>
/// <remarks>Reads are of what is committed when they are begun; any thread.</remarks>
public interface ICutHistory
{
    /// <summary>The partition whose log it is: records of cutovers go there.</summary>
    TopicPartition Partition { get; }

    /// <summary>All topics that hold it, that of <see cref="Partition"/> among them.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>
    /// Whether one of its topics holds cuts whose continuation is lost: versions go on without them alone.
    /// </summary>
    /// <param name="topic">One of <see cref="Topics"/>.</param>
    bool IsOfNoUse(string topic);

    /// <summary>Reads all recorded cuts, one after another; memory does not grow with them.</summary>
    IEnumerable<Cut> Read();

    /// <summary>Where a recorded cut ends in each source partition.</summary>
    /// <param name="cut">Number of the cut.</param>
    /// <returns>
    /// The end offset by partition, of the sources that were registered by then; null where it is not recorded.
    /// </returns>
    IReadOnlyDictionary<TopicPartition, long>? EndsAt(long cut);

    /// <summary>The last cut of the range before all that is left; 0 where nothing is lost.</summary>
    long LastLost();

    /// <summary>Reads the records of cutovers, oldest first.</summary>
    IEnumerable<CutoverRecord> ReadCutovers();

    /// <summary>
    /// Opens the producer that cuts are written with; whoever held it until now commits nothing any more.
    /// </summary>
    ILogProducer OpenProducer();

    /// <summary>Codes the record of a cutover, for a transaction that writes it to <see cref="Partition"/>.</summary>
    /// <param name="cutover">What happens with it.</param>
    /// <param name="at">Timestamp of the record.</param>
    /// <returns>The record, which the caller disposes behind the commit.</returns>
    RecordBuffer Encode(CutoverRecord cutover, DateTimeOffset at);

    /// <summary>The sources of a version that the cuts do not know and the live version does not bring.</summary>
    /// <param name="version">The version.</param>
    /// <param name="live">The live version, whose first cut names its sources; null where none is.</param>
    /// <exception cref="KappaException">The version does not fit the log.</exception>
    IReadOnlyList<SourceTopic> MissingSources(Topology version, Topology? live);

    /// <summary>
    /// Adds sources, each with its past, in one transaction. The live version and its shadows are closed meanwhile, and
    /// know them when they are opened again.
    /// </summary>
    /// <param name="sources">The sources.</param>
    /// <param name="settings">How large slices may be.</param>
    void AddSources(IReadOnlyList<SourceTopic> sources, EngineSettings settings);
}
