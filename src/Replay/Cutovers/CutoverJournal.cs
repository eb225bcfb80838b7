using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Writes how far a cutover has come: into the cut log, which is the truth, and into the registry.</summary>
internal sealed class CutoverJournal(VersionSite site)
{
    /// <summary>Opens the producer of the cut log; whoever held it until now commits nothing any more.</summary>
    public ILogProducer OpenProducer() => site.Cuts.OpenProducer();

    /// <summary>The status when a chunk is published.</summary>
    public static CutoverStatus Count(CutoverStatus status, DifferenceChunk chunk) => status with
    {
        Published = status.Published + chunk.Values,
        Tombstones = status.Tombstones + chunk.Tombstones,
        Left = status.Left + chunk.Left,
        Cursor = chunk.IsLast ? null : chunk.Cursor ?? status.Cursor,
    };

    /// <summary>
    /// Writes a step in one transaction: the record of the cut log, records of the difference, and the registry.
    /// </summary>
    /// <param name="producer">Commits.</param>
    /// <param name="status">The cutover from now on.</param>
    /// <param name="step">What the cut log is told; null for nothing.</param>
    /// <param name="chunk">Records of the difference; null for none.</param>
    /// <param name="versions">Says what the registry is told of the versions.</param>
    public void Write(
        ILogProducer producer, CutoverStatus status, CutoverStep? step, DifferenceChunk? chunk,
        Action<RegistryTransaction> versions)
    {
        RegistryTransaction transaction = site.Registry.Begin(producer);
        using RecordBuffer? recorded = step is { } now ? Encode(status, now) : null;
        if (recorded is not null)
        {
            transaction.Append(site.Cuts.Partition, recorded);
        }

        chunk?.AppendTo(transaction);
        transaction.Write(status);
        versions(transaction);
        transaction.Commit();
    }

    private RecordBuffer Encode(CutoverStatus status, CutoverStep step) => site.Cuts.Encode(
        new CutoverRecord(step, status.Cut, status.From, status.FromInstance, status.To, status.ToInstance),
        site.Time.GetUtcNow());
}
