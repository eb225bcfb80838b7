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
    private readonly CutReach _reach;

    /// <param name="site">What the versions share.</param>
    /// <param name="limits">How much goes into a transaction.</param>
    public Cutover(VersionSite site, PublishingLimits limits)
    {
        (_site, _limits, _journal, _images) = (site, limits, new CutoverJournal(site), new HandedImages(site));
        _reach = new CutReach(site);
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
        DateTimeOffset deadline = _site.Time.GetUtcNow() + options.Keep;
        _journal.Write(producer, status, CutoverStep.Switched, null, registry =>
        {
            registry.Update(from.Record, record => record with
            {
                State = error is null ? VersionState.Draining : VersionState.Stopped,
                Error = error,
                FromCut = 0, // It has a position.
                Deadline = deadline,
                By = options.By,
                Reason = options.Reason,
            });
            registry.Update(to.Record, record => to.Error is { } failed ? throw failed : record with
            {
                State = VersionState.Live,
                Error = null,
                Deadline = null,
                By = options.By,
                Reason = options.Reason,
            });
        });
        _site.Step(ReplaySteps.CutoverSwitched);
    }

    /// <summary>Brings the new version to the cut and publishes the first records; all are closed then.</summary>
    public async Task BeginAsync(VersionRun from, VersionRun to, IReadOnlyList<VersionRun> owners)
    {
        CutoverStatus status = _site.Registry.Cutover(_site.Topology)!;
        await CutReach.ReachAsync(to, status.Cut);
        foreach (VersionRun owner in owners.Where(owner => owner.Record.State == VersionState.Draining))
        {
            await _reach.ReachIfItCanAsync(owner, status.Cut);
        }

        _site.Step(ReplaySteps.CutoverReached);
        await WithImagesAsync(() => PublishFirst(status, from, to, owners));
        _site.Step(ReplaySteps.CutoverBegun);
    }

    /// <summary>While none of them runs: images are handed over, and the first records go out.</summary>
    private void PublishFirst(CutoverStatus status, VersionRun from, VersionRun to, IReadOnlyList<VersionRun> owners)
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
        _journal.Write(
            producer, begun, chunk.IsLast ? CutoverStep.Completed : CutoverStep.Begun, chunk,
            registry => Array.ForEach([.. old, now], registry.Write));
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

    /// <summary>Takes a cutover back that has not begun: the old version goes on as if nothing had been.</summary>
    public async Task WithdrawAsync(VersionRun from, VersionRun to)
    {
        await to.StopAsync();
        CutoverStatus status = _site.Registry.Cutover(_site.Topology)! with { Stage = CutoverStage.Withdrawn };
        using ILogProducer producer = _journal.OpenProducer();
        string error = to.ErrorText ?? "its cutover was withdrawn";
        _journal.Write(producer, status, CutoverStep.Withdrawn, null, registry =>
        {
            registry.Update(
                from.Record, record => record with { State = VersionState.Live, Error = null, Deadline = null });
            registry.Update(to.Record, record => record with { State = VersionState.Stopped, Error = error });
        });
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
