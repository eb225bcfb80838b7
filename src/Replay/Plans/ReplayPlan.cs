namespace Kappa.Replay;

/// <summary>What a replay would read, write and take. Making it has changed nothing.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Version">Version that would be replayed.</param>
/// <param name="FromCut">The recorded cut that it would begin at; 0 for the oldest records.</param>
/// <param name="Sources">What it would read, in the ordinal order of topics.</param>
/// <param name="Stores">What it would keep, in the ordinal order of names.</param>
/// <param name="Outputs">What it would write, in the ordinal order of topics.</param>
/// <param name="FreeBytes">
/// Bytes that are free where the state goes; null where state is kept in memory, or nobody knows.
/// </param>
/// <param name="Sample">How fast the topology ran on the real records; null where no sample was asked for.</param>
/// <param name="Estimate">How long the replay would take; null where the sample could not measure.</param>
/// <param name="Warnings">What to know before it is started.</param>
public sealed record ReplayPlan(
    string Topology, int Version, long FromCut, IReadOnlyList<PlanSource> Sources, IReadOnlyList<PlanStore> Stores,
    IReadOnlyList<PlanOutput> Outputs, long? FreeBytes, PlanSample? Sample, PlanTime? Estimate,
    IReadOnlyList<PlanWarning> Warnings)
{
    /// <summary>Number of source partitions.</summary>
    public int Partitions => Sources.Sum(source => source.Partitions.Count);

    /// <summary>Records to read.</summary>
    public long Records => Sources.Sum(source => source.Records);

    /// <summary>Bytes to read.</summary>
    public long Bytes => Sources.Sum(source => source.Bytes);

    /// <summary>Whether <see cref="Records"/> and <see cref="Bytes"/> were counted rather than estimated.</summary>
    public bool IsExact => Sources.All(source => source.Partitions.All(partition => partition.IsExact));

    /// <summary>
    /// Upper bound of the bytes that the replay would add to the disk: stores with their changelogs, outputs with
    /// images; null without a sample.
    /// </summary>
    /// <remarks>
    /// What the sample wrote for each record that it read of the source behind a store or output, times the records of
    /// that source. It is a bound as far as later records are like the sampled ones: a changelog loses rows to
    /// compaction, longer runs write a changed key less often, and new keys get rarer. RocksDB's own spare space, about
    /// a tenth, comes on top.
    /// </remarks>
    public long? DiskBytes =>
        Stores.All(store => store.ChangelogBytes is not null) && Outputs.All(output => output.Bytes is not null)
            ? Stores.Sum(store => store.ChangelogBytes + store.StateBytes) + Outputs.Sum(output => output.Bytes)
            : null;
}
