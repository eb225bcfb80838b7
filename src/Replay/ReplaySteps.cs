namespace Kappa.Replay;

/// <summary>
/// The named steps of what changes a topology's versions. Tests kill the process at each of them.
/// </summary>
public static class ReplaySteps
{
    /// <summary>An artifact's files are written and synced under a temporary name.</summary>
    public const string DeployCopied = "deploy.copied";

    /// <summary>The artifact has its name.</summary>
    public const string DeployRenamed = "deploy.renamed";

    /// <summary>The registry has the versions of an artifact.</summary>
    public const string DeployRegistered = "deploy.registered";

    /// <summary>What an earlier instance left is deleted; nothing is registered yet.</summary>
    public const string StartPrepared = "start.prepared";

    /// <summary>The registry has the replay; no engine is open.</summary>
    public const string StartRegistered = "start.registered";

    /// <summary>The shadow's engine is open; it has not run.</summary>
    public const string StartOpened = "start.opened";

    /// <summary>A replay has committed a run.</summary>
    public const string ReplayCommitted = "replay.committed";

    /// <summary>The images have followed; the registry does not say yet that the version has caught up.</summary>
    public const string ReplayFollowed = "replay.followed";

    /// <summary>The registry says so.</summary>
    public const string ReplayCaughtUp = "replay.caught-up";

    /// <summary>Both versions stand at the cut of a comparison.</summary>
    public const string DiffStood = "diff.stood";

    /// <summary>The tables are compared.</summary>
    public const string DiffCompared = "diff.compared";

    /// <summary>The old version has stopped at its last committed cut.</summary>
    public const string CutoverStopped = "cutover.stopped";

    /// <summary>The cut log and the registry say that the new version is live.</summary>
    public const string CutoverSwitched = "cutover.switched";

    /// <summary>The new version has reached the cut.</summary>
    public const string CutoverReached = "cutover.reached";

    /// <summary>The image of the topics is saved as that of the old version.</summary>
    public const string CutoverSaved = "cutover.saved";

    /// <summary>The first records of the new version are published.</summary>
    public const string CutoverBegun = "cutover.begun";

    /// <summary>Both versions run in their new roles.</summary>
    public const string CutoverOpened = "cutover.opened";

    /// <summary>A chunk of a large difference is published.</summary>
    public const string CutoverChunk = "cutover.chunk";

    /// <summary>The topics say what the new version says.</summary>
    public const string CutoverCompleted = "cutover.completed";

    /// <summary>A cutover that had not begun is withdrawn.</summary>
    public const string CutoverWithdrawn = "cutover.withdrawn";

    /// <summary>The registry says that a version is retired, or a replay aborted; its data is still there.</summary>
    public const string RetireRegistered = "retire.registered";

    /// <summary>Its topics are deleted, its state is not.</summary>
    public const string RetireTopics = "retire.topics";

    /// <summary>All of it is deleted.</summary>
    public const string RetireDone = "retire.done";

    /// <summary>All steps.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DeployCopied, DeployRenamed, DeployRegistered, StartPrepared, StartRegistered, StartOpened, ReplayCommitted,
        ReplayFollowed, ReplayCaughtUp, DiffStood, DiffCompared, CutoverStopped, CutoverSwitched, CutoverReached,
        CutoverSaved, CutoverBegun, CutoverOpened, CutoverChunk, CutoverCompleted, CutoverWithdrawn, RetireRegistered,
        RetireTopics, RetireDone,
    ];
}
