using Kappa.Engine;

namespace Kappa.Replay;

public sealed partial class TopologyVersions
{
    private readonly ReadingCount _reading = new();

    /// <summary>
    /// Compares two versions at the same cut. Both go on meanwhile; memory does not grow with their tables.
    /// </summary>
    /// <param name="old">The old version; null for the live one.</param>
    /// <param name="now">The new version; null for the one that shadows.</param>
    /// <param name="table">Only this store or output; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KappaException">
    /// KAP4008, KAP4013 (exit 3): there is no such version. KAP4015 (exit 5): it has not caught up; the message says
    /// how far
    /// it is. KAP4021 (exit 5): it stands still. KAP4025 (exit 3): no such table.
    /// </exception>
    public async Task<VersionDiff> DiffAsync(
        int? old, int? now, string? table, CancellationToken cancellationToken)
    {
        VersionRun left = old is { } number ? Required(number) : LiveRun ?? throw ReplayErrors.NoLiveVersion(Name);
        VersionRun right = now is { } other ? Required(other) : ShadowRun();
        RequireFollowing(left);
        RequireFollowing(right);
        RequireTable(left, right, table);
        await _comparing.WaitAsync(cancellationToken);
        try
        {
            return await CompareAsync(left, right, table, cancellationToken);
        }
        finally
        {
            _comparing.Release();
        }
    }

    /// <summary>Makes a version that has caught up the live one.</summary>
    /// <param name="version">Its number; null for the replay. One that was live before has to be named.</param>
    /// <param name="options">What it may do.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4015 (exit 5): it has not caught up. KAP4016 (exit 5): it differs too much. KAP4023 (exit 5): the last
    /// cutover is
    /// not done. After any of them nothing is changed. An error of the new version on its way to the cut leaves the
    /// cutover
    /// switched and not begun: <see cref="RollbackAsync"/> takes it back.
    /// </exception>
    public async Task<CutoverStatus> CutoverAsync(
        int? version, CutoverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable change = await ChangeAsync(cancellationToken);

        // Not one that was live: a command that is repeated after a kill must not switch back.
        VersionRun to = version is { } number ? Required(number)
            : Runs().FirstOrDefault(run => IsReplay(run.Record)) ?? throw ReplayErrors.NoReplay(
                Name, Records.LastOrDefault(record => record.State == VersionState.Draining)?.Version);
        if (to.Record.State == VersionState.Live)
        {
            throw ReplayErrors.AlreadyRuns(to.Record);
        }

        if (to.Record.State is not (VersionState.CaughtUp or VersionState.Draining))
        {
            throw NotCaughtUp(to);
        }

        VersionRun from = LiveRun ?? throw ReplayErrors.NoLiveVersion(Name);
        RequireFinished();
        await RequireGatesAsync(from, to, options, cancellationToken);
        return await SwitchAsync(from, to, options);
    }

    /// <summary>
    /// Makes the version live again that was so before the last cutover; one that has not begun is withdrawn.
    /// </summary>
    /// <param name="options">Who asks for it, and why.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4020 (exit 5): there is none that shadows on, or the last cutover was a rollback already. KAP4015 (exit 5):
    /// it lags. KAP4023 (exit 5): the cutover is not
    /// done.
    /// </exception>
    public async Task<CutoverStatus> RollbackAsync(CutoverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable change = await ChangeAsync(cancellationToken);
        CutoverStatus last = _settings.Registry.Cutover(Name) ?? throw ReplayErrors.NothingToRollBackTo(Name);
        if (last.Stage == CutoverStage.Switched)
        {
            VersionRun old = Required(last.From);
            VersionRun given = Required(last.To);
            await old.StopAsync();
            await _cutover.WithdrawAsync(old, given);
            Open(new[] { old }.Concat(Owners(old, given)).Where(run => run.Engine is null));
            return _settings.Registry.Cutover(Name)!;
        }

        RequireFinished();

        // Not the one that was rolled back from: a command that is repeated after a kill must not switch forward again.
        VersionRun to = Runs()
            .Where(run => run.Record is { State: VersionState.Draining or VersionState.Stopped, Deadline: not null }
                && !(last.IsRollback && run.Record.Version == last.From))
            .OrderByDescending(run => run.Record.Version == last.From).ThenByDescending(run => run.Record.Deadline)
            .FirstOrDefault() ?? throw ReplayErrors.NothingToRollBackTo(Name);
        if (to.Record.State != VersionState.Draining)
        {
            throw ReplayErrors.ReplayPaused(to.Record);
        }

        VersionRun from = LiveRun ?? throw ReplayErrors.NoLiveVersion(Name);
        await RequireGatesAsync(from, to, options, cancellationToken);
        return await SwitchAsync(from, to, options with { IsRollback = true });
    }

    private async Task<VersionDiff> CompareAsync(
        VersionRun left, VersionRun right, string? table, CancellationToken cancellationToken)
    {
        var open = new List<IDisposable>();
        await _site.Images.Gate.WaitAsync(cancellationToken); // Images stand still until both are at the cut.
        try
        {
            (EngineCheckpoint old, EngineCheckpoint now) = await StandAsync(left, right, cancellationToken);
            open.AddRange([old, now, _reading.Begin()]);
            _site.Step(ReplaySteps.DiffStood);
            var tables = new DiffTables(_site.Images, open);
            TableWalk[] walks =
            [
                .. DiffTables.Stores(old, now, table), .. tables.Outputs(left, old, right, now, table),
            ];
            return new VersionDiff(
                left.Record.Version, right.Record.Version, old.AsOf, walks, [.. open],
                () => _site.Step(ReplaySteps.DiffCompared));
        }
        catch (ObjectDisposedException)
        {
            open.ForEach(part => part.Dispose());
            throw ReplayErrors.ReplayPaused((left.Engine is null ? left : right).Record); // It was stopped meanwhile.
        }
        catch
        {
            open.ForEach(part => part.Dispose());
            throw;
        }
        finally
        {
            _site.Images.Gate.Release();
        }
    }

    /// <summary>
    /// Lets both stand at one cut: the last committed one of the version that is ahead, to which the other one comes.
    /// </summary>
    private static async Task<(EngineCheckpoint Old, EngineCheckpoint Now)> StandAsync(
        VersionRun left, VersionRun right, CancellationToken cancellationToken)
    {
        VersionRun first = right.Record.State == VersionState.Live ? right : left;
        VersionRun second = first == left ? right : left;
        EngineCheckpoint? ahead = null;
        try
        {
            EngineCheckpoint behind = await Running(second).CheckpointAtAsync(
                () => (ahead = Running(first).Checkpoint()).AsOf.Cut, cancellationToken);
            return first == left ? (ahead!, behind) : (behind, ahead!);
        }
        catch
        {
            ahead?.Dispose();
            throw;
        }
    }

    private static StreamEngine Running(VersionRun run) => run.Engine ?? throw ReplayErrors.ReplayPaused(run.Record);

    private void RequireFollowing(VersionRun run)
    {
        switch (run.Record.State)
        {
            case VersionState.Live or VersionState.CaughtUp or VersionState.Draining when run.Engine is not null:
                return;
            case VersionState.Replaying:
                throw NotCaughtUp(run);
            default:
                throw ReplayErrors.ReplayPaused(run.Record);
        }
    }

    private void RequireTable(VersionRun left, VersionRun right, string? table)
    {
        if (table is not null
            && !left.ImageTopics.Union(right.ImageTopics).Contains(table)
            && !left.Engine!.Stores.Concat(right.Engine!.Stores).Any(store => store.Name == table))
        {
            throw ReplayErrors.UnknownTable(Name, table);
        }
    }

    private void RequireFinished()
    {
        if (_settings.Registry.Cutover(Name) is { Stage: CutoverStage.Switched or CutoverStage.Publishing } status)
        {
            throw ReplayErrors.CutoverUnfinished(status);
        }
    }

    /// <summary>Lag first, since it costs nothing to know; then the share of keys that differ.</summary>
    private async Task RequireGatesAsync(
        VersionRun from, VersionRun to, CutoverOptions options, CancellationToken cancellationToken)
    {
        if (to.Engine is null || to.Error is not null)
        {
            throw ReplayErrors.ReplayPaused(to.Record);
        }

        long lag = Lag(from, to);
        if (lag > options.MostLag)
        {
            throw NotCaughtUp(to);
        }

        if (options.MostDifferences is not { } most)
        {
            return;
        }

        using VersionDiff diff = await CompareAsync(from, to, null, cancellationToken);
        double share = VersionDiff.Share(diff.Compare(0, cancellationToken));
        if (share > most)
        {
            throw ReplayErrors.TooDifferent(Name, to.Record.Version, share, most);
        }
    }

    private async Task<CutoverStatus> SwitchAsync(VersionRun from, VersionRun to, CutoverOptions options)
    {
        VersionRun[] owners = Owners(from, to);

        await WhileNobodyIsLiveAsync(async () =>
        {
            await HandOverAsync(from, to, owners, options);
            Open([from, to, .. owners]);
            _site.Step(ReplaySteps.CutoverOpened);
            _publishing = PublishRestAsync();
            WatchDeadlines();
        });
        ThrowIfClosed(to);
        return _settings.Registry.Cutover(Name)!;
    }

    private async Task HandOverAsync(VersionRun from, VersionRun to, VersionRun[] owners, CutoverOptions options)
    {
        if (!_comparing.Wait(0))
        {
            throw ReplayErrors.ComparisonRuns(Name); // It waits for a version to come to the cut, who knows how long.
        }

        try
        {
            RequireNoneIsRead();
            await _cutover.SwitchAsync(from, to, owners, options);
            await FinishSwitchAsync(from, to, owners);
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error) && from.Record.State == VersionState.Live)
        {
            Open(new[] { from }.Concat(owners).Where(run => run.Engine is null)); // Nothing was changed.
            throw;
        }
        finally
        {
            _comparing.Release();
        }
    }

    /// <summary>Shadows that publish outputs which the new version has too.</summary>
    private VersionRun[] Owners(VersionRun from, VersionRun to) => [.. Runs().Where(run => run != from && run != to
        && run.Record.Publishes.Intersect(to.Record.Outputs.Select(output => output.Topic)).Any())];

    /// <summary>Versions open their state again when they change roles, and whoever reads it holds it open.</summary>
    private void RequireNoneIsRead()
    {
        if (_reading.IsAny)
        {
            throw ReplayErrors.ComparisonRuns(Name);
        }
    }

    /// <summary>Records of the sources that the live version has and the other one has not.</summary>
    private static long Lag(VersionRun live, VersionRun other)
    {
        IReadOnlyDictionary<string, long>? ahead = live.Engine?.Status.AsOf.Offsets;
        IReadOnlyDictionary<string, long>? behind = other.Engine?.Status.AsOf.Offsets;
        return ahead is null || behind is null ? 0
            : behind.Sum(at => Math.Max(0, ahead.GetValueOrDefault(at.Key) - at.Value));
    }

    private KappaException NotCaughtUp(VersionRun run) => ReplayErrors.NotCaughtUp(
        run.Record, LiveRun is { } live ? Lag(live, run) : 0, $"kappa replay cutover {Name} --wait");

    private VersionRun ShadowRun() => Runs().FirstOrDefault(run => IsReplay(run.Record))
        ?? Runs().FirstOrDefault(run => run.Record.State == VersionState.Draining)
        ?? throw ReplayErrors.NoReplay(Name);

    /// <summary>A draining version is retired when its deadline has come.</summary>
    private void WatchDeadlines(TimeSpan atLeast = default)
    {
        _deadlines?.Dispose();
        DateTimeOffset[] deadlines = [.. Records.Where(record => record.HasData).Select(record => record.Deadline)
            .OfType<DateTimeOffset>()];
        if (deadlines.Length > 0)
        {
            TimeSpan left = deadlines.Min() - _site.Time.GetUtcNow();
            TimeSpan longest = TimeSpan.FromDays(20); // A timer takes no more than 49.
            _deadlines = _site.Time.CreateTimer(
                _ => _ = RetireOverdueAsync(), null,
                left < atLeast ? atLeast : left > longest ? longest : left, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task RetireOverdueAsync()
    {
        try
        {
            foreach (VersionRecord record in Records.Where(record =>
                record.State is VersionState.Draining or VersionState.Stopped
                && record.Deadline <= _site.Time.GetUtcNow()))
            {
                await RetireAsync(record.Version, "kappa", "its deadline has come", _stop.Token);
            }
        }
        catch (Exception error) when (error is KappaException or OperationCanceledException)
        {
            _settings.Engine.Notice?.Invoke($"A version of {Name} could not be retired: {error.Message}");
        }

        if (!_stop.IsCancellationRequested)
        {
            WatchDeadlines(atLeast: TimeSpan.FromMinutes(1));
        }
    }
}
