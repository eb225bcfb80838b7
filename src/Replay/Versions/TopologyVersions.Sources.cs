using Kappa.Engine;

namespace Kappa.Replay;

public sealed partial class TopologyVersions
{
    /// <summary>
    /// Sources that only the new version reads get their cuts, by time, before it is replayed (protocols.md 6). The
    /// others
    /// are opened again, so that the live version makes cuts of them from then on.
    /// </summary>
    private async Task AddSourcesAsync(Topology topology)
    {
        IReadOnlyList<SourceTopic> missing = SourceRegistration.Missing(_settings.Log, topology, Live?.Topology);
        if (missing.Count == 0)
        {
            return;
        }

        RequireNoneIsRead();
        VersionRun[] running = [.. Runs().Where(run => run.Engine is not null)];
        await WhileNobodyIsLiveAsync(async () =>
        {
            foreach (VersionRun run in running)
            {
                await run.StopAsync();
            }

            try
            {
                SourceRegistration.Add(_settings.Log, Name, missing, _settings.Engine);
            }
            finally
            {
                Open(running);
            }
        });
    }

    /// <summary>
    /// Does something that leaves the topology without a live version meanwhile: queries wait for it.
    /// </summary>
    private async Task WhileNobodyIsLiveAsync(Func<Task> work)
    {
        var switching = new TaskCompletionSource<StreamEngine>(TaskCreationOptions.RunContinuationsAsynchronously);
        _switching = switching;
        try
        {
            await work();
        }
        catch (KappaException error) when (!VersionRun.IsOfTheVersion(error))
        {
            _site.Fatal(error); // Nobody can say what is done: the next start goes on from it.
            throw;
        }
        finally
        {
            _switching = null;
            if (Live is { } engine)
            {
                switching.TrySetResult(engine);
            }
            else
            {
                switching.TrySetException(ReplayErrors.NoLiveVersion(Name));
                _ = switching.Task.Exception; // Seen, also where nobody waits.
            }
        }
    }
}
