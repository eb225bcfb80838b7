using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Every error of replays, worded in one place.</summary>
internal static class ReplayErrors
{
    public static KappaException NothingCommitted(Topology topology) => new(
        "KAP4001", ExitCodes.Refused,
        $"Topology '{topology.Name}' v{topology.Version} has not committed anything yet, so there is nothing to " +
        "compare. Write records to its sources first.");

    public static KappaException CutNotReached(Topology topology, long cut, long wanted) => new(
        "KAP4002", ExitCodes.Mismatch,
        $"The replay of topology '{topology.Name}' v{topology.Version} ended at cut {cut}, before cut " +
        $"{wanted} of the live version: the cut log does not hold all of its history. Restore the cut topic, " +
        "or replay the topology as a new version.");

    public static KappaException RegistryUnreadable(TopicPartition partition, long offset, Exception cause) => new(
        "KAP4004", ExitCodes.Mismatch,
        $"The record at offset {offset} of partition {partition} is no record of the registry of versions: " +
        $"{cause.Message} A newer Kappa, or a hand, wrote it. Start the Kappa that wrote it, or write a " +
        "tombstone for its key.",
        cause);

    public static KappaException NotTheLiveVersion(string topology, int wanted, int live) => new(
        "KAP4005", ExitCodes.Refused,
        $"Version {live} of topology '{topology}' is live, so version {wanted} cannot be made live by starting it. " +
        "Replay it beside the live one, compare, and switch.",
        new Remedy("replay it", $"kappa replay start {topology} --version {wanted}"));

    public static KappaException FingerprintChanged(VersionRecord known, string found) => new(
        "KAP4006", ExitCodes.Mismatch,
        $"Version {known.Version} of topology '{known.Topology}' was registered with another structure (fingerprint " +
        $"{Short(known.Fingerprint)}, and the code says {Short(found)}): its stores and its history would not fit. " +
        "Give the change a version number of its own.");

    public static KappaException NoSuchVersion(string topology, int version, IEnumerable<int> known) => new(
        "KAP4008", ExitCodes.NotFound,
        $"Topology '{topology}' has no version {version}. It has {string.Join(", ", known.Order())}.",
        new Remedy("list them", $"kappa version ls {topology}"),
        new Remedy("bring it here", "kappa deploy PROJECT"));

    public static KappaException OwnedByAnother(string topic, string topology, string owner) => new(
        "KAP4009", ExitCodes.Refused,
        $"Topology '{topology}' would write table topic '{topic}', which belongs to topology '{owner}': a table has " +
        "one owner. Write to another topic.");

    public static KappaException BadThrottle(string text) => new(
        "KAP4010", ExitCodes.Usage,
        $"'{text}' is no throttle. Write none, auto, or records a second such as 50000, 50k/s or 2m/s.");

    public static KappaException AlreadyRuns(VersionRecord record) => new(
        "KAP4011", ExitCodes.Refused,
        $"Version {record.Version} of topology '{record.Topology}' is {Name(record.State)} already.",
        new Remedy("see how far it is", $"kappa replay status {record.Topology}"));

    public static KappaException OtherRuns(VersionRecord running, int wanted) => new(
        "KAP4012", ExitCodes.Refused,
        $"A replay of version {running.Version} of topology '{running.Topology}' runs already, so that of version " +
        $"{wanted} was not started.",
        new Remedy("see how far it is", $"kappa replay status {running.Topology}"),
        new Remedy("give it up", $"kappa replay abort {running.Topology}"));

    public static KappaException NoReplay(string topology, int? shadow = null) => new(
        "KAP4013", ExitCodes.NotFound,
        $"No replay of topology '{topology}' runs." +
        (shadow is null ? "" : $" Version {shadow} was live before and shadows on: it is switched to by its number."),
        [
            .. shadow is null ? (Remedy[])[]
                : [new Remedy("switch to it", $"kappa replay cutover {topology} --version {shadow}")],
            new Remedy("start one", $"kappa replay start {topology} --version N"),
        ]);

    public static KappaException NotInState(VersionRecord record, string wanted) => new(
        "KAP4014", ExitCodes.Refused,
        $"Version {record.Version} of topology '{record.Topology}' is {Name(record.State)}, and can only be {wanted}.",
        new Remedy("see its state", $"kappa version ls {record.Topology}"));

    public static KappaException NotCaughtUp(VersionRecord record, long lag, string command) => new(
        "KAP4015", ExitCodes.Refused,
        $"Version {record.Version} of topology '{record.Topology}' is {Name(record.State)} and {lag:N0} records " +
        "behind the live version.",
        new Remedy("wait for it", command));

    public static KappaException TooDifferent(string topology, int version, double share, double most) => new(
        "KAP4016", ExitCodes.Refused,
        $"{share:P2} of the keys of topology '{topology}' differ in version {version}, and {most:P2} are allowed. " +
        "Nothing was changed.",
        new Remedy("see them", $"kappa replay diff {topology}"),
        new Remedy("switch all the same", $"kappa replay cutover {topology}"));

    public static KappaException OutputKindChanged(string topology, int version, string topic, bool isTable) => new(
        "KAP4017", ExitCodes.Refused,
        $"Version {version} of topology '{topology}' would write {(isTable ? "a table" : "a stream")} to topic " +
        $"'{topic}', which holds {(isTable ? "a stream" : "a table")} of other versions. Write to another topic.");

    public static KappaException OutputKeyChanged(
        string topology, int version, string topic, string known, string wanted) => new(
        "KAP4018", ExitCodes.Refused,
        $"Version {version} of topology '{topology}' has keys of type {wanted} in topic '{topic}', and the other " +
        $"versions {known}: its keys would never replace theirs. Write to another topic.");

    public static KappaException LiveVersion(string topology, int version) => new(
        "KAP4019", ExitCodes.Refused,
        $"Version {version} of topology '{topology}' is live. Switch to another version first.",
        new Remedy("switch", $"kappa replay cutover {topology}"));

    public static KappaException NothingToRollBackTo(string topology) => new(
        "KAP4020", ExitCodes.Refused,
        $"Topology '{topology}' has no version to roll back to: none was live before and shadows on, or the last " +
        "switch was a rollback already. A retired version can be replayed again, and one that shadows be switched to.",
        new Remedy("replay it again", $"kappa replay start {topology} --version N"),
        new Remedy("switch to one that shadows", $"kappa replay cutover {topology} --version N"),
        new Remedy("see the versions", $"kappa version ls {topology}"));

    public static KappaException ReplayPaused(VersionRecord record) => new(
        "KAP4021", ExitCodes.Refused,
        $"Version {record.Version} of topology '{record.Topology}' is {Name(record.State)}, so it does not come to " +
        "the cut of the live version.",
        new Remedy("let it go on", $"kappa replay resume {record.Topology}"));

    public static KappaException TransitionRuns(string topology) => new(
        "KAP4022", ExitCodes.Refused,
        $"Another change of topology '{topology}' is at work. Try again when it is done.",
        new Remedy("see what it is", $"kappa version ls {topology}"));

    public static KappaException CutoverUnfinished(CutoverStatus status) => new(
        "KAP4023", ExitCodes.Refused,
        $"The cutover of topology '{status.Topology}' from version {status.From} to {status.To} is not done yet: " +
        $"{status.Published + status.Tombstones:N0} records are published.",
        new Remedy("see how far it is", $"kappa replay status {status.Topology}"));

    public static KappaException BadStart(string text) => new(
        "KAP4024", ExitCodes.Usage,
        $"'{text}' is no place to begin at. Write zero, the number of a cut, or a time such as 2026-11-01T00:00:00Z.");

    public static KappaException UnknownTable(string topology, string table) => new(
        "KAP4025", ExitCodes.NotFound,
        $"Neither version of topology '{topology}' has a store or a table output '{table}'.",
        new Remedy("list the stores", $"kappa store ls {topology}"));

    public static KappaException NotStopped(string topology, VersionRecord? version) => new(
        "KAP4036", ExitCodes.Refused,
        (version is null
            ? $"No version of topology '{topology}' has been stopped by an error"
            : $"Version {version.Version} of topology '{topology}' is {Name(version.State)}: no error has stopped it") +
        ", so there is no record to pass over by hand. Nothing was noted. What becomes of records that will fail is " +
        "for OnFailure to say.",
        new Remedy("see how they stand", $"kappa version ls {topology}"));

    public static KappaException NotASource(VersionRecord version, string topic) => new(
        "KAP4037", ExitCodes.NotFound,
        $"Version {version.Version} of topology '{version.Topology}' does not read topic '{topic}'; it reads " +
        $"{string.Join(", ", version.Sources)}. Nothing was noted.{NearestName.Suggestion(topic, version.Sources)}",
        SeeError(version));

    public static KappaException RecordDone(VersionRecord version, SkipRequest request, long committed) => new(
        "KAP4038", ExitCodes.Refused,
        $"Version {version.Version} of topology '{version.Topology}' is at offset {committed} of {request.Source}: " +
        $"the record at offset {request.Offset} is in its results already, and cannot be passed over any more. " +
        "Nothing was noted. A new version that is replayed can do without it.",
        SeeError(version));

    public static KappaException NoSuchRecord(SkipRequest request, PartitionOffsets offsets) => new(
        "KAP4039", ExitCodes.NotFound,
        $"There is no record at offset {request.Offset} of {request.Source}: it begins at offset {offsets.Earliest} " +
        $"and ends before {offsets.LastStable}. Nothing was noted.",
        new Remedy("see offsets", $"kappa topic describe {request.Source.Topic}"));

    private static Remedy SeeError(VersionRecord version) =>
        new("see what stopped it", $"kappa version describe {version.Topology} {version.Version}");

    public static KappaException NoLiveVersion(string topology) => new(
        "KAP4026", ExitCodes.Refused,
        $"The live version of topology '{topology}' does not run just now: it is being switched, or it has stopped.",
        new Remedy("see what it is", $"kappa version ls {topology}"));

    public static KappaException TombstonesGone(VersionRecord record, TopicDescription topic) => new(
        "KAP4029", ExitCodes.Mismatch,
        $"Version {record.Version} of topology '{record.Topology}' has stood, or replayed, for too long: topic " +
        $"'{topic.Name}' is compacted and keeps its tombstones for {topic.TombstoneRetention.TotalHours:0.##} hours, " +
        "so keys that were deleted meanwhile could come back. It goes no further. Give it up and start it again, " +
        "without a throttle or a long pause, or keep tombstones longer.",
        new Remedy("give it up", record.Deadline is null
            ? $"kappa replay abort {record.Topology}" : $"kappa replay retire {record.Topology} {record.Version}"),
        new Remedy("start it again", $"kappa replay start {record.Topology} --version {record.Version}"));

    public static KappaException ImageLost(TopicPartition partition) => new(
        "KAP4027", ExitCodes.Mismatch,
        $"The state directory of a version that was live is gone, and what it had published to partition {partition} " +
        "cannot be read again: the topic was compacted since. Retire the version and replay it again.");

    public static KappaException VerifyMetDamage(Topology topology, KappaException damage) => new(
        "KAP4035", ExitCodes.DiskFailure,
        $"The verification of topology '{topology.Name}' v{topology.Version} ended without a result, since what it " +
        $"read is damaged: {damage.Message} The live version is not touched and goes on: it has read these records " +
        "before. A replay from the beginning would end there too.",
        damage)
    { IsDamage = true };

    public static KappaException ComparisonRuns(string topology) => new(
        "KAP4028", ExitCodes.Refused,
        $"Somebody reads a comparison of topology '{topology}', which holds the state of its versions open. Nothing " +
        "was changed. Try again when it is read.");

    public static KappaException RegistryLost(IReadOnlyList<string> topologies) => new(
        "KAP4030", ExitCodes.Mismatch,
        $"The log holds cuts or positions of {string.Join(", ", topologies.Select(name => $"'{name}'"))}, but the " +
        $"registry of versions (topic {VersionRegistry.Topic}) is gone, or does not know them: somebody deleted it. " +
        "Nothing of them was started, since another version could come up than the one that was live. Rebuild the " +
        "registry from the log and the deployed code.",
        new Remedy("rebuild it", "kappa version rebuild PROJECT --dir DIR"));

    public static KappaException LiveUnknown(string topology, IEnumerable<string> instances) => new(
        "KAP4031", ExitCodes.Refused,
        $"The log does not tell which version of topology '{topology}' was live; positions are there of " +
        $"{string.Join(", ", instances)}. Nothing was written for it. Say which one: the version whose output the " +
        "topics have.",
        new Remedy("say it", $"kappa version rebuild PROJECT --dir DIR --live {topology}=N"));

    public static KappaException CodeOfLiveMissing(string topology, int version) => new(
        "KAP4032", ExitCodes.NotFound,
        $"Version {version} of topology '{topology}' was live, and its code is neither among the deployed nor in the " +
        "project that was named. Nothing was written for it. Name the project, or the .dll, that has it.",
        new Remedy("name it", "kappa version rebuild PROJECT --dir DIR"));

    public static KappaException NothingToRebuild() => new(
        "KAP4033", ExitCodes.NotFound,
        "There is nothing to rebuild: the registry knows every topology that has cuts or positions in the log, with " +
        "its live version.");

    private static string Name(VersionState state) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());

    public static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
