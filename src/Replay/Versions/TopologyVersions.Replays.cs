using System.Globalization;
using Kappa.Engine;

namespace Kappa.Replay;

public sealed partial class TopologyVersions
{
    /// <summary>RFC 3339, the day alone, or without seconds; without a zone it is UTC.</summary>
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Starts a replay of a version, beside the live one.</summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4008 (exit 3): no such version. KAP4011, KAP4012 (exit 5): it runs, or another one does. KAP4017, KAP4018
    /// (exit 5): its outputs do not go with those of the others. KAP4024 (exit 2): where it begins is not said.
    /// KAP5001 and following: it does not fit the log. After any of them nothing is changed.
    /// </exception>
    public async Task<VersionStatus> StartReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable change = await ChangeAsync(cancellationToken);
        VersionRecord known = Known(request.Version);
        RequireStartable(known);
        Topology topology = _settings.Load(known);
        _catalog.RequireOutputs(known);
        long fromCut = ParseStart(topology, request.From);
        string[] publishes = [.. OwnOutputs(known).Except(LeftTables(known))];
        VersionRecord record = known with
        {
            State = VersionState.Replaying,
            Instance = known.Instance + 1,
            FromCut = fromCut,
            IsWhole = fromCut == 0 && VersionCatalog.HasWholeHistory(_settings.Log, topology),
            Throttle = request.Throttle.ToString(),
            Publishes = publishes,
            Creates = [.. publishes.Where(topic => _settings.Log.Find(topic) is null)],
            Images = new Dictionary<string, ImageLeg[]>(),
            StartedAt = _site.Time.GetUtcNow(),
            By = request.By,
            Reason = request.Reason,
            Error = null,
            Deadline = null,
        };

        await AddSourcesAsync(topology);

        // What an instance of that name left behind, which a kill has cut short.
        InstanceData.Delete(_settings.Log, _settings.Engine, record.InstanceName);
        _site.Step(ReplaySteps.StartPrepared);
        VersionRun run = await OpenReplayAsync(known, record);
        run.Start(isLive: false);
        return Status(request.Version);
    }

    /// <summary>Lets a replay stand still, durably, until it is resumed.</summary>
    /// <exception cref="KappaException">
    /// KAP4013 (exit 3): none runs. KAP4014 (exit 5): it does not go on just now.
    /// </exception>
    public async Task<VersionStatus> PauseAsync(string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = await ChangeAsync(cancellationToken);
        VersionRun run = ReplayRun();

        // It may stop by itself at any moment, with an error that must not be overwritten.
        if (!run.Update(record => record.State is VersionState.Replaying or VersionState.CaughtUp
            ? record with { State = VersionState.Paused, By = by, Reason = reason } : null))
        {
            throw ReplayErrors.NotInState(run.Record, "paused while it replays or has caught up");
        }

        await run.StopAsync();
        return Status(run.Record.Version);
    }

    /// <summary>Lets a paused replay, or a version that an error has stopped, go on.</summary>
    /// <exception cref="KappaException">
    /// KAP4013 (exit 3): there is none. KAP4014 (exit 5): it goes on already.
    /// </exception>
    public async Task<VersionStatus> ResumeAsync(string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = await ChangeAsync(cancellationToken);
        VersionRun run = Runs().Where(run => run.Record.State is VersionState.Paused or VersionState.Stopped)
            .OrderByDescending(run => IsReplay(run.Record)).FirstOrDefault() ?? ReplayRun();
        if (run.Record.State is not (VersionState.Paused or VersionState.Stopped))
        {
            throw ReplayErrors.NotInState(run.Record, "resumed while it is paused or stopped");
        }

        await run.StopAsync();

        // One that was live shadows on as before; a replay has to catch up again.
        bool wasLive = run.Record.Deadline is not null;
        run.Update(record => record with
        {
            State = wasLive ? VersionState.Draining : VersionState.Replaying,
            Error = null,
            By = by,
            Reason = reason,
        });
        run.OpenAndStart();
        return run is { Engine: null, HasFailed: true, Error: { } error } ? throw error : Status(run.Record.Version);
    }

    /// <summary>Sets how fast a replay may go, from now on.</summary>
    /// <exception cref="KappaException">KAP4013 (exit 3): none runs.</exception>
    public async Task<VersionStatus> SetThrottleAsync(
        Throttle throttle, string? by, CancellationToken cancellationToken)
    {
        using IDisposable change = await ChangeAsync(cancellationToken);
        VersionRun run = ReplayRun();
        run.Update(record => record with { Throttle = throttle.ToString(), By = by });
        run.Throttle.Setting = throttle;
        return Status(run.Record.Version);
    }

    /// <summary>Gives a replay up, and deletes everything that it wrote.</summary>
    /// <exception cref="KappaException">KAP4013 (exit 3): none runs.</exception>
    public async Task<VersionRecord> AbortAsync(string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = await ChangeAsync(cancellationToken);
        VersionRun run = ReplayRun();
        await RemoveAsync(run, VersionState.Aborted, by, reason);
        return run.Record;
    }

    /// <summary>Deletes the topics and the state of a version that is not live, and nothing else.</summary>
    /// <exception cref="KappaException">
    /// KAP4008 (exit 3): no such version. KAP4019 (exit 5): it is live. KAP4014 (exit 5): it has no data.
    /// </exception>
    public async Task<VersionRecord> RetireAsync(
        int version, string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = await ChangeAsync(cancellationToken);
        VersionRecord record = Known(version);
        if (record.State == VersionState.Live)
        {
            throw ReplayErrors.LiveVersion(Name, version);
        }

        if (_settings.Registry.Cutover(Name) is { Stage: CutoverStage.Switched } status && status.From == version)
        {
            throw ReplayErrors.CutoverUnfinished(status);
        }

        if (!record.HasData)
        {
            throw ReplayErrors.NotInState(record, "retired when it has run");
        }

        await RemoveAsync(Required(version), VersionState.Retired, by, reason);
        return Known(version);
    }

    /// <summary>Deletes what a version that is gone has left; a kill may have cut that short.</summary>
    private void Delete(VersionRecord record)
    {
        InstanceData.DeleteFromLog(_settings.Log, record.InstanceName);
        DeleteCreated(record.State == VersionState.Aborted ? record.Creates : []);
        _site.Step(ReplaySteps.RetireTopics);
        InstanceData.DeleteState(_settings.Engine, record.InstanceName);

        // Once only: a topic of that name may be somebody else's the next time.
        _settings.Registry.Update(Name, record.Version, now =>
            now.HasData || now.Creates.Count == 0 ? null : now with { Creates = [] });
        _site.Step(ReplaySteps.RetireDone);
    }

    /// <summary>Deletes outputs that a replay has created, unless somebody else writes them by now.</summary>
    private void DeleteCreated(IEnumerable<string> topics)
    {
        HashSet<string> written = [.. _settings.Registry.Versions.Where(version => version.HasData)
            .SelectMany(version => version.Outputs).Select(output => output.Topic)];
        foreach (string topic in topics.Where(topic =>
            _settings.Log.Find(topic) is not null && !written.Contains(topic)))
        {
            _settings.Log.DeleteTopic(topic);
        }
    }

    private static bool IsReplay(VersionRecord record) =>
        record.IsShadow && record.State != VersionState.Draining && record.Deadline is null;

    private void RequireStartable(VersionRecord record)
    {
        if (record.HasData)
        {
            throw ReplayErrors.AlreadyRuns(record);
        }

        if (Records.FirstOrDefault(IsReplay) is { } running)
        {
            throw ReplayErrors.OtherRuns(running, record.Version);
        }

        if (_settings.Registry.Cutover(Name) is { Stage: CutoverStage.Publishing or CutoverStage.Switched } cutover)
        {
            throw ReplayErrors.CutoverUnfinished(cutover);
        }
    }

    private async Task<VersionRun> OpenReplayAsync(VersionRecord known, VersionRecord record)
    {
        _settings.Registry.Write(record);
        _site.Step(ReplaySteps.StartRegistered);
        VersionRun run = Add(Known(record.Version));
        try
        {
            run.OpenShadow();
            _site.Step(ReplaySteps.StartOpened);
            return run;
        }
        catch
        {
            lock (_lock)
            {
                _runs.Remove(record.Version);
            }

            await run.StopAsync();
            InstanceData.Delete(_settings.Log, _settings.Engine, record.InstanceName);
            _settings.Registry.Write(known);
            DeleteCreated(record.Creates);
            throw;
        }
    }

    private async Task RemoveAsync(VersionRun run, VersionState state, string? by, string? reason)
    {
        await run.StopAsync();
        await _site.Images.Gate.WaitAsync();
        try
        {
            _site.Images.Close(run.Record);
            run.Update(record => record with
            {
                State = state,
                By = by,
                Reason = reason,
                Error = null,
                Deadline = null,
                Images = new Dictionary<string, ImageLeg[]>(),
            });
            lock (_lock)
            {
                _runs.Remove(run.Record.Version);
            }

            _site.Step(ReplaySteps.RetireRegistered);
            Delete(run.Record);
            run.Refresh();
            if (Runs().All(other => other.Record.State == VersionState.Live))
            {
                _site.Images.DropTopics(); // The live version alone keeps none.
            }
        }
        finally
        {
            _site.Images.Gate.Release();
        }
    }

    private VersionRun ReplayRun() => Runs().FirstOrDefault(run => IsReplay(run.Record))
        ?? throw ReplayErrors.NoReplay(Name);

    private VersionRecord Known(int version) => _settings.Registry.Find(Name, version)
        ?? throw ReplayErrors.NoSuchVersion(Name, version, Records.Select(record => record.Version));

    /// <summary>The outputs that no other version with data writes (protocols.md 24).</summary>
    private string[] OwnOutputs(VersionRecord version) => [.. version.Outputs.Select(output => output.Topic)
        .Except(Records.Where(other => other.HasData && other.Version != version.Version)
            .SelectMany(other => other.Outputs).Select(output => output.Topic))];

    /// <summary>
    /// Table outputs that a version has left which is gone: readers have their rows, so they change at the cutover, by
    /// the difference, and no key steps back while the replay works through history.
    /// </summary>
    private IEnumerable<string> LeftTables(VersionRecord version) => version.Outputs
        .Where(output => output.IsTable && _settings.Log.Find(output.Topic) is not null
            && _site.Images.Ends(output.Topic).Any(end => end > 0))
        .Select(output => output.Topic);

    private long ParseStart(Topology topology, string text)
    {
        if (text == "zero")
        {
            return 0;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long cut))
        {
            return cut == 0 || CutHistory.Read(_settings.Log, Name).Any(recorded => recorded.Cut.Number == cut)
                ? cut : throw EngineErrors.CutUnknown(topology, cut);
        }

        return DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? CutHistory.CutBefore(_settings.Log, Name, time.ToUnixTimeMilliseconds())
            : throw ReplayErrors.BadStart(text);
    }
}
