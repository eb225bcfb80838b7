using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>What goes into the registry together with records of other topics: all of it or nothing.</summary>
/// <remarks>
/// Only <see cref="Commit"/> takes the registry's lock, and nothing is taken behind it. What a version's record becomes
/// is made from what the registry says then, so that nobody's change is lost. One thread; a transaction has one commit.
/// </remarks>
/// <param name="registry">The registry.</param>
/// <param name="producer">Commits: whoever fences it lets nothing of this happen.</param>
internal sealed class RegistryTransaction(VersionRegistry registry, ILogProducer producer)
{
    private readonly List<(TopicPartition Partition, RecordBuffer Records)> _appended = [];
    private readonly List<Func<object>> _records = [];

    /// <summary>Appends records of another topic.</summary>
    /// <param name="partition">Where they go.</param>
    /// <param name="records">The records, not empty; left alone until the commit has returned.</param>
    public void Append(TopicPartition partition, RecordBuffer records) => _appended.Add((partition, records));

    /// <summary>Writes how far a cutover has come.</summary>
    public void Write(CutoverStatus status) => _records.Add(() => status);

    /// <summary>Writes a version, whatever the registry says of it.</summary>
    public void Write(VersionRecord version) => _records.Add(() => version);

    /// <summary>Changes what the registry says of a version; where the change throws, nothing is written.</summary>
    public void Update(VersionRecord version, Func<VersionRecord, VersionRecord> change) =>
        _records.Add(() => change(registry.Find(version.Topology, version.Version)!));

    /// <summary>Commits.</summary>
    public void Commit() => registry.Commit(producer, _appended, () => [.. _records.Select(record => record())]);
}
