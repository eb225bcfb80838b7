namespace Kappa.Replay;

/// <summary>Lets a version go, with everything that it wrote and nothing else.</summary>
/// <remarks>Calls come one at a time; whatever a kill cuts short is done at the next start.</remarks>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
internal sealed class Retirement(VersionSite site, RunningVersions runs)
{
    /// <summary>Lets a version go that is not live.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.RetireAsync"/>.</exception>
    public async Task<VersionRecord> RetireAsync(int version, string? by, string? reason)
    {
        VersionRecord record = runs.Known(version);
        if (record.State == VersionState.Live)
        {
            throw ReplayErrors.LiveVersion(site.Topology, version);
        }

        if (site.Registry.Cutover(site.Topology) is { Stage: CutoverStage.Switched } status && status.From == version)
        {
            throw ReplayErrors.CutoverUnfinished(status);
        }

        if (!record.HasData)
        {
            throw ReplayErrors.NotInState(record, "retired when it has run");
        }

        await RemoveAsync(runs.Required(version), VersionState.Retired, by, reason);
        return runs.Known(version);
    }

    /// <summary>Gives the replay up.</summary>
    /// <exception cref="KappaException">KAP4013: none runs.</exception>
    public async Task<VersionRecord> AbortAsync(string? by, string? reason)
    {
        VersionRun run = runs.RequireReplay();
        await RemoveAsync(run, VersionState.Aborted, by, reason);
        return run.Record;
    }

    /// <summary>Deletes what a version that is gone has left; a kill may have cut that short.</summary>
    public void Delete(VersionRecord record)
    {
        InstanceData.DeleteFromLog(site.Log, record.InstanceName);
        DeleteCreated(record.State == VersionState.Aborted ? record.Creates : []);
        site.Step(ReplaySteps.RetireTopics);
        InstanceData.DeleteState(site.Settings, record.InstanceName);

        // Once only: a topic of that name may be somebody else's the next time.
        site.Registry.Update(site.Topology, record.Version, now =>
            now.HasData || now.Creates.Count == 0 ? null : now with { Creates = [] });
        site.Step(ReplaySteps.RetireDone);
    }

    /// <summary>Deletes outputs that a replay has created, unless somebody else writes them by now.</summary>
    public void DeleteCreated(IEnumerable<string> topics)
    {
        HashSet<string> written = [.. site.Registry.Versions.Where(version => version.HasData)
            .SelectMany(version => version.Outputs).Select(output => output.Topic)];
        foreach (string topic in topics.Where(topic =>
            site.Log.Find(topic) is not null && !written.Contains(topic)))
        {
            site.Log.Admin.DeleteTopic(topic);
        }
    }

    private async Task RemoveAsync(VersionRun run, VersionState state, string? by, string? reason)
    {
        await run.StopAsync();
        await site.Images.Gate.WaitAsync();
        try
        {
            site.Images.Close(run.Record);
            run.Update(record => record with
            {
                State = state,
                By = by,
                Reason = reason,
                Error = null,
                Deadline = null,
                Images = new Dictionary<string, ImageLeg[]>(),
            });
            runs.Remove(run.Record.Version);
            site.Step(ReplaySteps.RetireRegistered);
            Delete(run.Record);
            if (runs.All().All(other => other.Record.State == VersionState.Live))
            {
                site.Images.DropTopics(); // The live version alone keeps none.
            }
        }
        finally
        {
            site.Images.Gate.Release();
        }
    }
}
