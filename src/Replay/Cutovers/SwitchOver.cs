namespace Kappa.Replay;

/// <summary>Decides which version is switched to, and back; lets it through its gates, and runs what follows.</summary>
/// <remarks>Calls come one at a time. How it is done is <see cref="Cutover"/>'s.</remarks>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
/// <param name="comparison">Compares them.</param>
/// <param name="deadlines">Retires the version that was live before, later.</param>
/// <param name="limits">How much of a difference goes into a transaction.</param>
/// <param name="stop">Ends the publishing of what is left.</param>
internal sealed class SwitchOver(
    VersionSite site, RunningVersions runs, VersionComparison comparison, RetireDeadlines deadlines,
    PublishingLimits limits, CancellationToken stop)
{
    private readonly Cutover _cutover = new(site, limits);

    /// <summary>The publishing of what is left of a difference; it never fails.</summary>
    public Task Publishing { get; private set; } = Task.CompletedTask;

    private string Name => site.Topology;

    /// <summary>Makes a version that has caught up the live one.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.CutoverAsync"/>.</exception>
    public async Task<CutoverStatus> CutoverAsync(
        int? version, CutoverOptions options, CancellationToken cancellationToken)
    {
        // Not one that was live: a command that is repeated after a kill must not switch back.
        VersionRun to = version is { } number ? runs.Required(number) : runs.Replay ?? throw ReplayErrors.NoReplay(
            Name, runs.Records.LastOrDefault(record => record.State == VersionState.Draining)?.Version);
        if (to.Record.State == VersionState.Live)
        {
            throw ReplayErrors.AlreadyRuns(to.Record);
        }

        if (to.Record.State is not (VersionState.CaughtUp or VersionState.Draining))
        {
            throw runs.NotCaughtUp(to);
        }

        VersionRun from = runs.RequireLive();
        RequireFinished();
        await RequireGatesAsync(from, to, options, cancellationToken);
        return await CarryOutAsync(from, to, options);
    }

    /// <summary>Makes the version live again that was so before; a cutover that has not begun is withdrawn.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.RollbackAsync"/>.</exception>
    public async Task<CutoverStatus> RollbackAsync(CutoverOptions options, CancellationToken cancellationToken)
    {
        CutoverStatus last = site.Registry.Cutover(Name) ?? throw ReplayErrors.NothingToRollBackTo(Name);
        if (last.Stage == CutoverStage.Switched)
        {
            return await WithdrawAsync(runs.Required(last.From), runs.Required(last.To));
        }

        RequireFinished();

        // Not the one that was rolled back from: a command that is repeated after a kill must not switch forward again.
        VersionRun to = runs.All()
            .Where(run => run.Record is { State: VersionState.Draining or VersionState.Stopped, Deadline: not null }
                && !(last.IsRollback && run.Record.Version == last.From))
            .OrderByDescending(run => run.Record.Version == last.From).ThenByDescending(run => run.Record.Deadline)
            .FirstOrDefault() ?? throw ReplayErrors.NothingToRollBackTo(Name);
        if (to.Record.State != VersionState.Draining)
        {
            throw ReplayErrors.ReplayPaused(to.Record);
        }

        VersionRun from = runs.RequireLive();
        await RequireGatesAsync(from, to, options, cancellationToken);
        return await CarryOutAsync(from, to, options with { IsRollback = true });
    }

    /// <summary>At a start: brings a cutover that was cut short to its end.</summary>
    /// <remarks>Where the new version still cannot, the worker runs all the same: it can be taken back.</remarks>
    public async Task FinishInterruptedAsync()
    {
        if (site.Registry.Cutover(Name) is { Stage: CutoverStage.Switched } status)
        {
            await FinishInterruptedAsync(runs.Required(status.From), runs.Required(status.To));
        }

        if (runs.Live is { Engine: null } live)
        {
            _cutover.CleanUp(live.Record);
        }
    }

    /// <summary>Publishes the rest of a large difference while the new version runs.</summary>
    public void PublishRest() => Publishing = PublishRestAsync();

    /// <summary>Whether a cutover of it has been switched and has not begun: it stays closed.</summary>
    public bool IsBeingSwitched(VersionRecord record) =>
        site.Registry.Cutover(Name) is { Stage: CutoverStage.Switched } status
        && (record.Version == status.From || record.Version == status.To);

    /// <exception cref="KappaException">KAP4023: the last cutover is not done.</exception>
    public void RequireFinished()
    {
        if (site.Registry.Cutover(Name) is { Stage: CutoverStage.Switched or CutoverStage.Publishing } status)
        {
            throw ReplayErrors.CutoverUnfinished(status);
        }
    }

    private async Task<CutoverStatus> WithdrawAsync(VersionRun old, VersionRun given)
    {
        await old.StopAsync();
        await _cutover.WithdrawAsync(old, given);
        RunningVersions.Open(new[] { old }.Concat(runs.Owners(old, given)).Where(run => run.Engine is null));
        return site.Registry.Cutover(Name)!;
    }

    /// <summary>Lag first, since it costs nothing to know; then the share of keys that differ.</summary>
    private async Task RequireGatesAsync(
        VersionRun from, VersionRun to, CutoverOptions options, CancellationToken cancellationToken)
    {
        if (to.Engine is null || to.Error is not null)
        {
            throw ReplayErrors.ReplayPaused(to.Record);
        }

        long lag = RunningVersions.Lag(from, to);
        if (lag > options.MostLag)
        {
            throw runs.NotCaughtUp(to);
        }

        if (options.MostDifferences is not { } most)
        {
            return;
        }

        using VersionDiff diff = await comparison.CompareAsync(from, to, null, cancellationToken);
        double share = VersionDiff.Share(diff.Compare(0, cancellationToken));
        if (share > most)
        {
            throw ReplayErrors.TooDifferent(Name, to.Record.Version, share, most);
        }
    }

    private async Task<CutoverStatus> CarryOutAsync(VersionRun from, VersionRun to, CutoverOptions options)
    {
        VersionRun[] owners = runs.Owners(from, to);

        await runs.WhileNobodyIsLiveAsync(async () =>
        {
            await SwitchAndBeginAsync(from, to, owners, options);
            RunningVersions.Open([from, to, .. owners]);
            site.Step(ReplaySteps.CutoverOpened);
            PublishRest();
            deadlines.Watch();
        });
        RunningVersions.ThrowIfClosed(to);
        return site.Registry.Cutover(Name)!;
    }

    private async Task SwitchAndBeginAsync(
        VersionRun from, VersionRun to, VersionRun[] owners, CutoverOptions options)
    {
        using IDisposable alone = comparison.Exclude();
        try
        {
            comparison.RequireNoneIsRead();
            await _cutover.SwitchAsync(from, to, owners, options);
            await BeginAsync(from, to, owners);
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error) && from.Record.State == VersionState.Live)
        {
            // Nothing was changed.
            RunningVersions.Open(new[] { from }.Concat(owners).Where(run => run.Engine is null));
            throw;
        }
    }

    /// <summary>
    /// A cutover that has switched is brought to its end; where the new version cannot, both stay closed.
    /// </summary>
    private async Task BeginAsync(VersionRun from, VersionRun to, VersionRun[] owners)
    {
        try
        {
            await _cutover.BeginAsync(from, to, owners);
        }
        catch (KappaException error) when (
            error.IsDamage || error.ExitCode is not (ExitCodes.DiskFailure or ExitCodes.Fenced))
        {
            await to.StopAsync();
            to.Update(record => record with { Error = error.Message });
            throw;
        }
    }

    private async Task FinishInterruptedAsync(VersionRun from, VersionRun to)
    {
        try
        {
            await BeginAsync(from, to, runs.Owners(from, to));
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
        {
            site.Settings.Seams.Notice?.Invoke(
                $"The cutover of {Name} to v{to.Record.Version} waits, and none is live: {error.Message} " +
                $"Take it back: kappa replay rollback {Name}");
        }
    }

    private async Task PublishRestAsync()
    {
        if (site.Registry.Cutover(Name) is not { Stage: CutoverStage.Publishing } status)
        {
            return;
        }

        VersionRun to = runs.Required(status.To);
        try
        {
            await Task.Run(() =>
            {
                while (!stop.IsCancellationRequested && _cutover.Chunks.PublishNext(to))
                {
                    // The next chunk.
                }
            });
        }
        catch (Exception error) when (error is ObjectDisposedException || VersionRun.IsOfTheVersion(error))
        {
            // What is left goes out at the next start.
            site.Settings.Seams.Notice?.Invoke($"The difference of {Name} v{status.To} waits: {error.Message}");
        }
        catch (Exception error)
        {
            site.Fatal(error);
        }
    }
}
