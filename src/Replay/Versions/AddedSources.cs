using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Adds sources that only a new version reads.</summary>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
/// <param name="comparison">Whoever reads one holds the state of versions open.</param>
internal sealed class AddedSources(VersionSite site, RunningVersions runs, VersionComparison comparison)
{
    /// <summary>
    /// Sources that only the new version reads get their cuts, by time, before it is replayed (protocols.md 6). The
    /// others are opened again, so that the live version makes cuts of them from then on.
    /// </summary>
    public async Task AddAsync(Topology topology)
    {
        IReadOnlyList<SourceTopic> missing =
            site.Cuts.MissingSources(topology, runs.Live?.Engine?.Topology);
        if (missing.Count == 0)
        {
            return;
        }

        comparison.RequireNoneIsRead();
        VersionRun[] running = [.. runs.All().Where(run => run.Engine is not null)];
        await runs.WhileNobodyIsLiveAsync(async () =>
        {
            foreach (VersionRun run in running)
            {
                await run.StopAsync();
            }

            try
            {
                site.Cuts.AddSources(missing, site.Settings);
            }
            finally
            {
                RunningVersions.Open(running);
            }
        });
    }
}
