using System.Runtime.ExceptionServices;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Publishes a large difference chunk by chunk, while the new version publishes what changes.</summary>
internal sealed class ChunkPublishing(
    VersionSite site, PublishingLimits limits, CutoverJournal journal, HandedImages images)
{
    /// <summary>Publishes the next chunk of a large difference, between two runs of the new version.</summary>
    /// <returns>False where that was the last one.</returns>
    public bool PublishNext(VersionRun to)
    {
        CutoverStatus status = site.Registry.Cutover(site.Topology)!;
        if (status.Stage != CutoverStage.Publishing)
        {
            return false;
        }

        site.Images.Gate.Wait();
        try
        {
            // Nothing is committed meanwhile, so a key that was published since is equal by now and skipped.
            bool isLast = to.Engine is { } engine
                ? engine.CommitBeside(commit => PublishBeside(engine, to, status, commit)) : PublishAlone(to, status);
            site.Step(ReplaySteps.CutoverChunk);
            return !isLast;
        }
        finally
        {
            site.Images.Gate.Release();
        }
    }

    private bool PublishBeside(IRunningVersion engine, VersionRun to, CutoverStatus status, BesideCommit commit)
    {
        if (engine.Status is not { State: EngineState.Failed, Error: { } error })
        {
            return Publish(to, status, commit);
        }

        if (!VersionRun.IsOfTheVersion(error))
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return PublishAlone(to, status);
    }

    /// <summary>
    /// The new version has stopped on a record: what it has committed goes out all the same, and then another one can
    /// take its place. The producer of a failed run would commit what that run has appended.
    /// </summary>
    private bool PublishAlone(VersionRun to, CutoverStatus status)
    {
        using ILogProducer producer = journal.OpenProducer();
        return Publish(to, status, append => append(producer));
    }

    private bool Publish(VersionRun to, CutoverStatus status, BesideCommit commit)
    {
        string[] topics = [.. to.Record.Images.Keys.Order(StringComparer.Ordinal)];
        images.Follow(to.Record, topics);
        var reader = new DifferenceReader(site, to.Record, topics);
        using DifferenceChunk chunk = reader.Read(
            status.Cursor, to.Record.IsWhole || status.DeletesMissing, limits.ChunkRecords, limits.ChunkBytes);
        CutoverStatus next = CutoverJournal.Count(status, chunk) with
        {
            Stage = chunk.IsLast ? CutoverStage.Completed : CutoverStage.Publishing,
        };
        commit(producer => journal.Write(
            producer, next, chunk.IsLast ? CutoverStep.Completed : null, chunk,
            registry =>
            {
                if (chunk.IsLast)
                {
                    registry.Update(to.Record, record => record with { Images = HandedImages.None });
                }
            }));
        if (chunk.IsLast)
        {
            images.Drop(to.Record);
            site.Step(ReplaySteps.CutoverCompleted);
        }

        return chunk.IsLast;
    }
}
