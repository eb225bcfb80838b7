namespace Kappa.Replay;

/// <summary>The life of a replay until it is switched to or let go: start, pause, resume, throttle.</summary>
/// <remarks>Calls come one at a time, in the turns of <see cref="TopologyVersions"/>.</remarks>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
/// <param name="start">What a replay begins with.</param>
/// <param name="sources">Adds the sources that only the new version reads.</param>
/// <param name="retirement">Takes away what a start that fails has created.</param>
internal sealed class ReplayLife(
    VersionSite site, RunningVersions runs, ReplayStart start, AddedSources sources, Retirement retirement)
{
    /// <summary>Starts a replay beside the live version.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.StartReplayAsync"/>.</exception>
    public async Task StartAsync(ReplayRequest request)
    {
        VersionRecord known = runs.Known(request.Version);
        (VersionRecord record, Topology topology) = start.RecordOf(known, request);
        await sources.AddAsync(topology);

        // What an instance of that name left behind, which a kill has cut short.
        InstanceData.Delete(site.Log, site.Settings, record.InstanceName);
        site.Step(ReplaySteps.StartPrepared);
        VersionRun run = await OpenAsync(known, record);
        run.Start();
    }

    /// <summary>Lets the replay stand still, durably, until it is resumed.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.PauseAsync"/>.</exception>
    public async Task<int> PauseAsync(string? by, string? reason)
    {
        VersionRun run = runs.RequireReplay();

        // It may stop by itself at any moment, with an error that must not be overwritten.
        if (!run.Update(record => record.State is VersionState.Replaying or VersionState.CaughtUp
            ? record with { State = VersionState.Paused, By = by, Reason = reason } : null))
        {
            throw ReplayErrors.NotInState(run.Record, "paused while it replays or has caught up");
        }

        await run.StopAsync();
        return run.Record.Version;
    }

    /// <summary>Lets a paused replay, or a version that an error has stopped, go on.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.ResumeAsync"/>.</exception>
    public async Task<int> ResumeAsync(string? by, string? reason)
    {
        VersionRun run = runs.All().Where(run => run.Record.State is VersionState.Paused or VersionState.Stopped)
            .OrderByDescending(run => run.Record.IsReplay).FirstOrDefault() ?? runs.RequireReplay();
        if (run.Record.State is not (VersionState.Paused or VersionState.Stopped))
        {
            throw ReplayErrors.NotInState(run.Record, "resumed while it is paused or stopped");
        }

        return await GoOnAsync(run, by, reason);
    }

    /// <summary>Opens a version anew that stands, the live one too.</summary>
    public static async Task<int> GoOnAsync(VersionRun run, string? by, string? reason)
    {
        await run.StopAsync();
        run.Update(record => record.State == VersionState.Live ? null : GoesOn(record, by, reason));
        run.OpenAndStart();
        return run is { Engine: null, HasFailed: true, Error: { } error } ? throw error : run.Record.Version;
    }

    /// <summary>What the registry says of a shadow that goes on.</summary>
    public static VersionRecord GoesOn(VersionRecord record, string? by, string? reason) => record with
    {
        // One that was live shadows on as before; a replay has to catch up again.
        State = record.Deadline is not null ? VersionState.Draining : VersionState.Replaying,
        Error = null,
        By = by,
        Reason = reason,
    };

    /// <summary>Sets how fast the replay may go, from now on.</summary>
    /// <exception cref="KappaException">KAP4013: none runs.</exception>
    public int SetThrottle(Throttle throttle, string? by)
    {
        VersionRun run = runs.RequireReplay();
        run.Update(record => record with { Throttle = throttle.ToString(), By = by });
        run.Throttle.Setting = throttle;
        return run.Record.Version;
    }

    private async Task<VersionRun> OpenAsync(VersionRecord known, VersionRecord record)
    {
        site.Registry.Write(record);
        site.Step(ReplaySteps.StartRegistered);
        VersionRun run = runs.Add(runs.Known(record.Version));
        try
        {
            run.OpenShadow();
            site.Step(ReplaySteps.StartOpened);
            return run;
        }
        catch
        {
            runs.Remove(record.Version);
            await run.StopAsync();
            InstanceData.Delete(site.Log, site.Settings, record.InstanceName);
            site.Registry.Write(known);
            retirement.DeleteCreated(record.Creates);
            throw;
        }
    }
}
