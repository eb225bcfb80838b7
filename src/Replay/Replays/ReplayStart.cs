using System.Globalization;
using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>What a replay begins with: whether it may, where, and what it will publish.</summary>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
/// <param name="catalog">Checks outputs.</param>
internal sealed class ReplayStart(VersionSite site, RunningVersions runs, VersionCatalog catalog)
{
    /// <summary>RFC 3339, the day alone, or without seconds; without a zone it is UTC.</summary>
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Checks that a version can be replayed, and gives the record that the registry then has.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.StartReplayAsync"/>.</exception>
    public (VersionRecord Record, Topology Topology) RecordOf(VersionRecord known, ReplayRequest request)
    {
        RequireStartable(known);
        Topology topology = site.Load(known);
        catalog.RequireOutputs(known);
        long fromCut = ParseStart(topology, request.From);
        string[] publishes = [.. OwnOutputs(known).Except(LeftTables(known))];
        VersionRecord record = known with
        {
            State = VersionState.Replaying,
            Instance = known.Instance + 1,
            FromCut = fromCut,
            IsWhole = fromCut == 0 && VersionCatalog.HasWholeHistory(site.Log, topology),
            Throttle = request.Throttle.ToString(),
            Publishes = publishes,
            Creates = [.. publishes.Where(topic => site.Log.Find(topic) is null)],
            Images = new Dictionary<string, ImageLeg[]>(),
            StartedAt = site.Time.GetUtcNow(),
            By = request.By,
            Reason = request.Reason,
            Error = null,
            Deadline = null,
        };
        return (record, topology);
    }

    /// <summary>What a replay would read, write and take; nothing is changed.</summary>
    /// <exception cref="KappaException">As <see cref="TopologyVersions.StartReplayAsync"/>.</exception>
    public ReplayPlan Plan(ReplayRequest request, CancellationToken cancellationToken)
    {
        VersionRecord known = runs.Known(request.Version);
        RequireStartable(known);
        catalog.RequireOutputs(known);
        Topology topology = site.Load(known);
        return ReplayPlanner.Make(
            topology, site.Log, site.Settings, new PlanRequest
            {
                FromCut = ParseStart(topology, request.From),
                Throttle = request.Throttle.RecordsPerSecond is > 0 and var rate ? rate : null,
                WrittenByOthers = known.Outputs.Select(output => output.Topic).Except(OwnOutputs(known)).ToHashSet(),
                SourceOwners = SourceOwners(),
                Runner = site.Runner,
            },
            cancellationToken);
    }

    private void RequireStartable(VersionRecord record)
    {
        if (record.HasData)
        {
            throw ReplayErrors.AlreadyRuns(record);
        }

        if (runs.Records.FirstOrDefault(other => other.IsReplay) is { } running)
        {
            throw ReplayErrors.OtherRuns(running, record.Version);
        }

        if (site.Registry.Cutover(site.Topology) is { Stage: CutoverStage.Publishing or CutoverStage.Switched } cutover)
        {
            throw ReplayErrors.CutoverUnfinished(cutover);
        }
    }

    /// <summary>The outputs that no other version with data writes (protocols.md 24).</summary>
    private string[] OwnOutputs(VersionRecord version) => [.. version.Outputs.Select(output => output.Topic)
        .Except(runs.Records.Where(other => other.HasData && other.Version != version.Version)
            .SelectMany(other => other.Outputs).Select(output => output.Topic))];

    /// <summary>
    /// Table outputs that a version has left which is gone: readers have their rows, so they change at the cutover, by
    /// the difference, and no key steps back while the replay works through history.
    /// </summary>
    private IEnumerable<string> LeftTables(VersionRecord version) => version.Outputs
        .Where(output => output.IsTable && site.Log.Find(output.Topic) is not null
            && site.Images.Ends(output.Topic).Any(end => end > 0))
        .Select(output => output.Topic);

    private long ParseStart(Topology topology, string text)
    {
        if (text == "zero")
        {
            return 0;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long cut))
        {
            if (cut > 0)
            {
                site.Cuts.RequireEndsAt(topology, cut);
            }

            return cut;
        }

        return DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? site.Cuts.CutBefore(time.ToUnixTimeMilliseconds())
            : throw ReplayErrors.BadStart(text);
    }

    /// <summary>Topics that other topologies write, with their names.</summary>
    private Dictionary<string, string> SourceOwners()
    {
        var owners = new Dictionary<string, string>();
        foreach (VersionRecord other in site.Registry.Versions.Where(other => other.Topology != site.Topology))
        {
            foreach (VersionOutput output in other.Outputs)
            {
                owners.TryAdd(output.Topic, other.Topology);
            }
        }

        return owners;
    }
}
