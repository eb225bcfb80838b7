using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Compares two versions at the same cut, one comparison at a time.</summary>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
internal sealed class VersionComparison(VersionSite site, RunningVersions runs) : IDisposable
{
    private readonly Turnstile _turns = new();
    private readonly ReadingCount _reading = new();

    /// <summary>Compares two versions that follow the cuts, for whoever reads it.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.DiffAsync"/>.</exception>
    public async Task<VersionDiff> DiffAsync(int? old, int? now, string? table, CancellationToken cancellationToken)
    {
        VersionRun left = old is { } number ? runs.Required(number) : runs.RequireLive();
        VersionRun right = now is { } other ? runs.Required(other) : runs.RequireShadow();
        RequireFollowing(left);
        RequireFollowing(right);
        RequireTable(left, right, table);
        using IDisposable turn = await _turns.EnterAsync(cancellationToken);
        return await CompareAsync(left, right, table, cancellationToken);
    }

    /// <summary>Keeps others from beginning a comparison, until the answer is disposed.</summary>
    /// <exception cref="KappaException">
    /// KAP4028: one runs. It waits for a version to come to the cut, who knows how long.
    /// </exception>
    public IDisposable Exclude() => _turns.TryEnter() ?? throw ReplayErrors.ComparisonRuns(site.Topology);

    /// <summary>Versions open their state again when they change roles, and whoever reads it holds it open.</summary>
    /// <exception cref="KappaException">KAP4028: somebody reads a comparison.</exception>
    public void RequireNoneIsRead()
    {
        if (_reading.IsAny)
        {
            throw ReplayErrors.ComparisonRuns(site.Topology);
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>Compares two versions; the answer holds them at the cut until it is disposed.</summary>
    public async Task<VersionDiff> CompareAsync(
        VersionRun left, VersionRun right, string? table, CancellationToken cancellationToken)
    {
        var open = new List<IDisposable>();
        await site.Images.Gate.WaitAsync(cancellationToken); // Images stand still until both are at the cut.
        try
        {
            (EngineCheckpoint old, EngineCheckpoint now) = await StandAsync(left, right, cancellationToken);
            open.AddRange([old, now, _reading.Begin()]);
            site.Step(ReplaySteps.DiffStood);
            var tables = new DiffTables(site.Images, open);
            TableWalk[] walks =
            [
                .. DiffTables.Stores(old, now, table), .. tables.Outputs(left, old, right, now, table),
            ];
            return new VersionDiff(
                left.Record.Version, right.Record.Version, old.AsOf, walks, [.. open],
                () => site.Step(ReplaySteps.DiffCompared));
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
            site.Images.Gate.Release();
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

    private static IRunningVersion Running(VersionRun run) => run.Engine ?? throw ReplayErrors.ReplayPaused(run.Record);

    private void RequireFollowing(VersionRun run)
    {
        switch (run.Record.State)
        {
            case VersionState.Live or VersionState.CaughtUp or VersionState.Draining when run.Engine is not null:
                return;
            case VersionState.Replaying:
                throw runs.NotCaughtUp(run);
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
            throw ReplayErrors.UnknownTable(site.Topology, table);
        }
    }
}
