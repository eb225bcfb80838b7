using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Hands the outputs from one version to another (protocols.md 22 to 26). Every step can be repeated: the registry says
/// how far it has come, and the same code goes on after a crash.
/// </summary>
/// <remarks>
/// Old version stopped and fenced at cut C → switched, in one transaction of cut log and registry → new version at C →
/// image of the topics saved as that of the old version → begun, in one transaction with the first records → both run.
/// The live version owns all its outputs. One that it does not have stays with the shadow that has published it last
/// (protocols.md 24).
/// </remarks>
internal sealed class Cutover
{
    private readonly VersionSite _site;
    private readonly PublishingLimits _limits;
    private readonly CutoverJournal _journal;
    private readonly HandedImages _images;

    /// <param name="site">What the versions share.</param>
    /// <param name="limits">How much goes into a transaction.</param>
    public Cutover(VersionSite site, PublishingLimits limits)
    {
        (_site, _limits, _journal, _images) = (site, limits, new CutoverJournal(site), new HandedImages(site));
        Chunks = new ChunkPublishing(site, limits, _journal, _images);
    }

    /// <summary>Publishes what does not go out with the switch.</summary>
    public ChunkPublishing Chunks { get; }

    /// <summary>Stops the old version, and switches. From then on the new version is the live one.</summary>
    /// <param name="from">The old version.</param>
    /// <param name="to">The new version.</param>
    /// <param name="owners">Shadows that publish outputs of the new version.</param>
    /// <param name="options">Who asks for it, and what it may do.</param>
    /// <exception cref="KappaException">
    /// KAP4027 (exit 78): an image cannot be built; nothing was changed.
    /// </exception>
    public async Task SwitchAsync(
        VersionRun from, VersionRun to, IReadOnlyList<VersionRun> owners, CutoverOptions options)
    {
        // Now, so that little is left to do while nobody publishes.
        await WithImagesAsync(() => _images.Follow(to.Record, TopicsOf(to)));
        await from.StopAsync();
        foreach (VersionRun owner in owners)
        {
            await owner.StopAsync();
        }

        _site.Step(ReplaySteps.CutoverStopped);

        // The cut log's producer fences whoever still holds it; what is committed by then is what counts.
        using ILogProducer producer = _journal.OpenProducer();
        long cut = _site.Runner.CommittedCut(_site.Log, from.Record.InstanceName)?.Number ?? 0;
        var status = new CutoverStatus
        {
            Topology = _site.Topology,
            Cut = cut,
            From = from.Record.Version,
            FromInstance = from.Record.Instance,
            To = to.Record.Version,
            ToInstance = to.Record.Instance,
            Stage = CutoverStage.Switched,
            IsRollback = options.IsRollback,
            DeletesMissing = options.DeletesMissing,
            By = options.By,
            Reason = options.Reason,
        };

        // The record may still say what stopped it in an earlier life.
        string? error = from.HasFailed ? from.Error!.Message : null;
        to.WithRecord(() => _journal.Write(
            producer, status, CutoverStep.Switched, null,
            from.Record with
            {
                State = error is null ? VersionState.Draining : VersionState.Stopped,
                Error = error,
                FromCut = 0, // It has a position.
                Deadline = _site.Time.GetUtcNow() + options.Keep,
                By = options.By,
                Reason = options.Reason,
            },
            to.Error is { } failed ? throw failed : to.Record with
            {
                State = VersionState.Live,
                Error = null,
                Deadline = null,
                By = options.By,
                Reason = options.Reason,
            }));
        from.Refresh();
        _site.Step(ReplaySteps.CutoverSwitched);
    }

    /// <summary>Brings the new version to the cut and publishes the first records; all are closed then.</summary>
    public async Task BeginAsync(VersionRun from, VersionRun to, IReadOnlyList<VersionRun> owners)
    {
        CutoverStatus status = _site.Registry.Cutover(_site.Topology)!;
        await ReachAsync(to, status.Cut);
        foreach (VersionRun owner in owners.Where(owner => owner.Record.State == VersionState.Draining))
        {
            await ReachIfItCanAsync(owner, status.Cut);
        }

        _site.Step(ReplaySteps.CutoverReached);
        await WithImagesAsync(() => Begin(status, from, to, owners));
        foreach (VersionRun run in (VersionRun[])[from, to, .. owners])
        {
            run.Refresh();
        }

        _site.Step(ReplaySteps.CutoverBegun);
    }

    /// <summary>Takes a cutover back that has not begun: the old version goes on as if nothing had been.</summary>
    public async Task WithdrawAsync(VersionRun from, VersionRun to)
    {
        await to.StopAsync();
        CutoverStatus status = _site.Registry.Cutover(_site.Topology)! with { Stage = CutoverStage.Withdrawn };
        using ILogProducer producer = _journal.OpenProducer();
        _journal.Write(
            producer, status, CutoverStep.Withdrawn, null,
            from.Record with { State = VersionState.Live, Error = null, Deadline = null },
            to.Record with { State = VersionState.Stopped, Error = to.ErrorText ?? "its cutover was withdrawn" });
        from.Refresh();
        to.Refresh();
        _site.Step(ReplaySteps.CutoverWithdrawn);
    }

    /// <summary>What a kill has left of a cutover that is done: the live version needs no image any more.</summary>
    public void CleanUp(VersionRecord live)
    {
        if (live.Images.Count == 0 && _site.Registry.Cutover(_site.Topology) is not { Stage: CutoverStage.Switched })
        {
            _images.Drop(live);
        }
    }

    /// <summary>The topics that both images exist of: outputs that the new version has not published itself.</summary>
    private static string[] TopicsOf(VersionRun to) => [.. to.ImageTopics.Order(StringComparer.Ordinal)];

    private static async Task ReachAsync(VersionRun to, long cut)
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
    private async Task ReachIfItCanAsync(VersionRun owner, long cut)
    {
        try
        {
            await ReachAsync(owner, cut);
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
        {
            await owner.StopAsync();
            _site.Settings.Notice?.Invoke(
                $"The outputs of {_site.Topology} v{owner.Record.Version} end before cut {cut}: {error.Message}");
        }
    }

    private void Begin(CutoverStatus status, VersionRun from, VersionRun to, IReadOnlyList<VersionRun> owners)
    {
        string[] topics = TopicsOf(to);
        _images.Follow(to.Record, topics);
        VersionRecord[] old =
        [
            HandOver(from, to, [.. Names(from.Record)]),
            .. owners.Select(owner => HandOver(owner, to, owner.Record.Publishes)),
        ];
        _site.Step(ReplaySteps.CutoverSaved);
        var reader = new DifferenceReader(_site, to.Record, topics);
        using DifferenceChunk chunk = reader.Read(
            null, to.Record.IsWhole || status.DeletesMissing, _limits.AtomicRecords, _limits.AtomicBytes);
        CutoverStatus begun = CutoverJournal.Count(status, chunk) with
        {
            IsAtomic = chunk.IsLast,
            Stage = chunk.IsLast ? CutoverStage.Completed : CutoverStage.Publishing,
        };
        using ILogProducer producer = _journal.OpenProducer();
        VersionRecord now = to.Record with
        {
            Images = chunk.IsLast ? HandedImages.None : _images.GoOn(to.Record, topics),
            Publishes = [], // All are its own now.
            Creates = [],
        };
        _journal.Write(producer, begun, chunk.IsLast ? CutoverStep.Completed : CutoverStep.Begun, chunk, [.. old, now]);
        if (chunk.IsLast)
        {
            _images.Drop(to.Record);
        }
        else
        {
            foreach (string topic in topics)
            {
                _site.Images.OfShadow(to.Record, topic).ContinueWith(now.Images[topic]);
            }
        }
    }

    /// <summary>The outputs that the new version has too go over to it; the others stay.</summary>
    private VersionRecord HandOver(VersionRun owner, VersionRun to, IReadOnlyList<string> owned)
    {
        HashSet<string> wanted = [.. Names(to.Record)];
        string[] handed = [.. owner.Record.Outputs
            .Where(output => output.IsTable && owned.Contains(output.Topic) && wanted.Contains(output.Topic))
            .Select(output => output.Topic)];
        return owner.Record with
        {
            Images = _images.Save(owner, handed),
            Publishes = [.. owned.Where(topic => !wanted.Contains(topic))],
        };
    }

    private static IEnumerable<string> Names(VersionRecord version) => version.Outputs.Select(output => output.Topic);

    private async Task WithImagesAsync(Action work)
    {
        await _site.Images.Gate.WaitAsync();
        try
        {
            await Task.Run(work);
        }
        finally
        {
            _site.Images.Gate.Release();
        }
    }
}
