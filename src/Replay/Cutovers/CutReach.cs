using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Brings versions to the cut of a cutover, and closes them there.</summary>
/// <param name="site">What the versions share.</param>
internal sealed class CutReach(VersionSite site)
{
    /// <summary>Brings the new version to the cut: one that runs goes on to it, one that is closed is opened.</summary>
    /// <exception cref="KappaException">KAP4002: it ends before. Or what stops it on its way.</exception>
    public static async Task ReachAsync(VersionRun to, long cut)
    {
        if (to.Engine is { } running && to.Error is null)
        {
            to.Throttle.Setting = Throttle.None; // The live version waits for it.
            using EngineCheckpoint _ = await running.CheckpointAtAsync(() => cut, CancellationToken.None);
            await to.StopAsync();
            return;
        }

        await to.StopAsync();
        to.OpenShadow(cut);
        to.Throttle.Setting = Throttle.None;
        IRunningVersion engine = to.Engine!;
        await Task.Run(() =>
        {
            while (engine.RunOnce())
            {
                // Up to the cut.
            }
        });
        if (engine.Status.Cut.Number != cut)
        {
            throw ReplayErrors.CutNotReached(engine.Topology, engine.Status.Cut.Number, cut);
        }

        await to.StopAsync();
    }

    /// <summary>
    /// A shadow's last record of a stream comes right before the live version's first; one that has an error stays
    /// behind.
    /// </summary>
    public async Task ReachIfItCanAsync(VersionRun owner, long cut)
    {
        try
        {
            await ReachAsync(owner, cut);
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
        {
            await owner.StopAsync();
            site.Settings.Seams.Notice?.Invoke(
                $"The outputs of {site.Topology} v{owner.Record.Version} end before cut {cut}: {error.Message}");
        }
    }
}
