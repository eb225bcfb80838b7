using System.Runtime.ExceptionServices;
using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>The versions of a topology that run, and which role each has.</summary>
/// <remarks>Any thread; what they are is the registry's to say. Its lock is held for a look-up alone.</remarks>
/// <param name="site">What they share.</param>
internal sealed class RunningVersions(VersionSite site)
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, VersionRun> _runs = [];
    private volatile TaskCompletionSource<IRunningVersion>? _switching; // Queries wait for it while nobody is live.

    private string Name => site.Topology;

    /// <summary>All versions that the registry knows, by number.</summary>
    public IReadOnlyList<VersionRecord> Records => site.Registry.Of(Name);

    /// <summary>The live version; null where none runs.</summary>
    public VersionRun? Live
    {
        get
        {
            lock (_lock)
            {
                return _runs.Values.FirstOrDefault(run => run.Record.State == VersionState.Live);
            }
        }
    }

    /// <summary>The version that is replayed; null where none is.</summary>
    public VersionRun? Replay => All().FirstOrDefault(run => run.Record.IsReplay);

    public VersionRun[] All()
    {
        lock (_lock)
        {
            return [.. _runs.Values];
        }
    }

    public VersionRun Add(VersionRecord record)
    {
        var run = new VersionRun(site, record, () => Live);
        lock (_lock)
        {
            _runs[record.Version] = run;
        }

        return run;
    }

    public void Remove(int version)
    {
        lock (_lock)
        {
            _runs.Remove(version);
        }
    }

    /// <summary>The engine of a version; null where it does not run.</summary>
    public IRunningVersion? Engine(int version)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(version)?.Engine;
        }
    }

    /// <exception cref="KappaException">KAP4008: it does not run.</exception>
    public VersionRun Required(int version)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(version) ?? throw NoSuchVersion(version);
        }
    }

    /// <exception cref="KappaException">KAP4008: the registry does not know it.</exception>
    public VersionRecord Known(int version) => site.Registry.Find(Name, version) ?? throw NoSuchVersion(version);

    /// <exception cref="KappaException">KAP4026: there is none.</exception>
    public VersionRun RequireLive() => Live ?? throw ReplayErrors.NoLiveVersion(Name);

    /// <exception cref="KappaException">KAP4013: there is none.</exception>
    public VersionRun RequireReplay() => Replay ?? throw ReplayErrors.NoReplay(Name);

    /// <summary>The replay, or else a version that was live before.</summary>
    /// <exception cref="KappaException">KAP4013: there is none.</exception>
    public VersionRun RequireShadow() => Replay
        ?? All().FirstOrDefault(run => run.Record.State == VersionState.Draining)
        ?? throw ReplayErrors.NoReplay(Name);

    /// <summary>Shadows that publish outputs which the new version has too.</summary>
    public VersionRun[] Owners(VersionRun from, VersionRun to) => [.. All().Where(run => run != from && run != to
        && run.Record.Publishes.Intersect(to.Record.Outputs.Select(output => output.Topic)).Any())];

    /// <summary>Says how far a version is behind the live one.</summary>
    public KappaException NotCaughtUp(VersionRun run) => ReplayErrors.NotCaughtUp(
        run.Record, Live is { } live ? Lag(live, run) : 0, $"kappa replay cutover {Name} --wait");

    /// <summary>Records of the sources that the live version has and the other one has not.</summary>
    public static long Lag(VersionRun live, VersionRun other)
    {
        IReadOnlyDictionary<string, long>? ahead = live.Engine?.Status.AsOf.Offsets;
        IReadOnlyDictionary<string, long>? behind = other.Engine?.Status.AsOf.Offsets;
        return ahead is null || behind is null ? 0
            : behind.Sum(at => Math.Max(0, ahead.GetValueOrDefault(at.Key) - at.Value));
    }

    /// <summary>Opens what the registry says runs: the live version first, since it publishes.</summary>
    public static void Open(IEnumerable<VersionRun> runs)
    {
        foreach (VersionRun run in runs.OrderByDescending(run => run.Record.State == VersionState.Live))
        {
            if (run.Record.State is not (VersionState.Paused or VersionState.Stopped))
            {
                run.OpenAndStart();
            }
        }
    }

    /// <summary>A live version that does not even open is for whoever has made it so.</summary>
    public static void ThrowIfClosed(VersionRun? live)
    {
        if (live is { Engine: null, HasFailed: true, Error: { } error })
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>The engine of the live version; while versions are switched it waits.</summary>
    /// <exception cref="KappaException">KAP4026: it has stopped. Or what keeps it closed for a while.</exception>
    public async Task<IRunningVersion> LiveAsync(CancellationToken cancellationToken)
    {
        if (Live?.Engine is null && _switching is { } switching)
        {
            return await switching.Task.WaitAsync(LongestGap, site.Time, cancellationToken);
        }

        VersionRun? run = Live;
        return run?.Engine ?? throw (run is { HasFailed: false, Error: KappaException passing }
            ? passing : ReplayErrors.NoLiveVersion(Name));
    }

    /// <summary>
    /// Does something that leaves the topology without a live version meanwhile: queries wait for it.
    /// </summary>
    public async Task WhileNobodyIsLiveAsync(Func<Task> work)
    {
        var switching = new TaskCompletionSource<IRunningVersion>(TaskCreationOptions.RunContinuationsAsynchronously);
        _switching = switching;
        try
        {
            await work();
        }
        catch (KappaException error) when (!VersionRun.IsOfTheVersion(error))
        {
            site.Fatal(error); // Nobody can say what is done: the next start goes on from it.
            throw;
        }
        finally
        {
            _switching = null;
            if (Live?.Engine is { } engine)
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

    private KappaException NoSuchVersion(int version) => ReplayErrors.NoSuchVersion(
        Name, version, Records.Select(record => record.Version));
}
