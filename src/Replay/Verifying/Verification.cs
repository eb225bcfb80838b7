using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Replays the live version from offset zero over its recorded cuts, beside it, and compares: is the live state what
/// its
/// history says?
/// </summary>
/// <remarks>
/// The live version is not touched and goes on. What the replay writes carries its own instance name, and is deleted
/// when the comparison is done, or the next time if the process is killed before.
/// </remarks>
public sealed class Verification
{
    private readonly IRunningVersion _live;
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly IVersionRunner _runner;

    /// <summary>Prepares a verification.</summary>
    /// <param name="live">The live version.</param>
    /// <param name="log">The log that it runs over.</param>
    /// <param name="settings">How to run the replay: state directory, memory, threads; the rest is set here.</param>
    /// <param name="runner">Runs the replay; null for this process.</param>
    public Verification(IRunningVersion live, ILog log, EngineSettings settings, IVersionRunner? runner = null)
    {
        ArgumentNullException.ThrowIfNull(live);
        (_live, _log, _runner) = (live, log, runner ?? EngineRunner.Instance);
        _settings = settings with
        {
            Instance = live.InstanceNumber + 1,
            GroupOffsets = null,
        };
    }

    /// <summary>Name of the replay's instance, <c>topology.vN.iK</c>.</summary>
    public string Instance => InstanceName.Of(_live.Topology, _settings.Instance).ToString();

    /// <summary>Replays and compares.</summary>
    /// <param name="samples">How many differences of each store to keep.</param>
    /// <param name="progress">Called after each commit of the replay; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; what the replay wrote is deleted.</param>
    /// <exception cref="KappaException">
    /// KAP4001 (exit 5): nothing was committed yet, so there is nothing to compare. KAP4035 (exit 74): what it read is
    /// damaged; the live version goes on. Whatever else the replay itself fails on.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public VerifyResult Run(int samples, Action<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        // Opened together, so that they show one cut; they stay readable while the live version goes on.
        using StoreViews live = _live.OpenStores();
        long untilCut = live.AsOf.Cut;
        if (untilCut == 0)
        {
            throw ReplayErrors.NothingCommitted(_live.Topology);
        }

        // What a verification that was killed left behind.
        InstanceData.Delete(_log, _settings, Instance);
        try
        {
            using IRunningVersion replay = _runner.Open(
                _live.Topology, _log, _settings with { Role = Until(untilCut) });
            Replay(replay, untilCut, progress, cancellationToken);
            using StoreViews replayed = replay.OpenStores();
            return new VerifyResult(
                live.AsOf, replay.RecordsProcessed,
                [.. live.Stores.Select((store, index) => TableWalk.OfStore(
                    store.Name, live[index], replayed[index]).Compare(samples) with
                {
                    IsInternal = store.IsInternal,
                })])
            {
                Compacted = CompactedSources.Of(_log, _live.Topology, ofStreams: false),
            };
        }
        catch (KappaException error) when (error.IsDamage)
        {
            throw ReplayErrors.VerifyMetDamage(_live.Topology, error);
        }
        finally
        {
            InstanceData.Delete(_log, _settings, Instance);
        }
    }

    /// <summary>It compares with the recorded order, so it makes no lost cuts.</summary>
    private static ShadowRole Until(long cut) => new() { UntilCut = cut };

    private static void Replay(
        IRunningVersion replay, long untilCut, Action<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        while (replay.RunOnce())
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Invoke(new VerifyProgress(replay.Status.Cut.Number, untilCut, replay.RecordsProcessed));
        }

        if (replay.Status.Cut.Number != untilCut)
        {
            throw ReplayErrors.CutNotReached(replay.Topology, replay.Status.Cut.Number, untilCut);
        }
    }
}
