using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Every error that the engine raises, worded in one place.</summary>
internal static class EngineErrors
{
    /// <summary>Names its partition and offset itself.</summary>
    public const string TimestampNegativeCode = "KAP5106";

    /// <summary>Names operator and store itself.</summary>
    public const string TotalChangedCode = "KAP5120";

    /// <summary>Names lane and offset itself.</summary>
    public const string LaneRecordsLostCode = "KAP5117";

    /// <summary>Names lane and cut itself.</summary>
    public const string LaneOutOfStepCode = "KAP5118";

    /// <summary>The instance goes on when it is opened again.</summary>
    public const string SourcesAddedCode = "KAP5109";

    /// <summary>The topology can be started once the source is there.</summary>
    public const string SourceMissingCode = "KAP5001";

    public static KappaException SourceMissing(Topology topology, string topic, IEnumerable<string> known) => new(
        SourceMissingCode, ExitCodes.NotFound,
        $"Topology '{topology.Name}' v{topology.Version} reads topic '{topic}', which does not exist." +
        NearestName.Suggestion(topic, known),
        new Remedy("create it", $"kappa topic create {topic} --partitions 4{Cleanup(topology, topic)}"));

    public static KappaException PartitionsDiffer(
        Topology topology, IEnumerable<(string Name, int Partitions)> inputs) => new(
        "KAP5002", ExitCodes.Mismatch,
        $"Topology '{topology.Name}' v{topology.Version} brings records together by key, but they have different " +
        $"numbers of partitions: {string.Join(", ", inputs.Select(input => $"{input.Name} {input.Partitions}"))}. " +
        "A key would lie in different partitions. " +
        "Give them the same number, or let one of them go through Repartition, which brings an exchange.");

    public static KappaException PartitionsChanged(string topology, string topic, int registered, int found) => new(
        "KAP5003", ExitCodes.Mismatch,
        $"Source topic '{topic}' of topology '{topology}' has {found} partitions, " +
        $"but {registered} when its cuts were begun. " +
        "Keys have moved between partitions, so its history can no longer be followed. " +
        NewTopicInstead(topic));

    public static KappaException PartitionsAdded(Topology topology, SourceTopic source, int found) => new(
        "KAP5113", ExitCodes.Mismatch,
        $"Source topic '{source.Topic}' of topology '{topology.Name}' v{topology.Version} has been given {found} " +
        $"partitions while it ran; it had {source.Partitions} when the topology's cuts were begun. Keys have moved " +
        "between partitions, so the topology stopped at its last committed cut, and nothing of the new partitions " +
        "was read. " + NewTopicInstead(source.Topic),
        new Remedy("make the new topic", $"kappa topic create {source.Topic}-2 --partitions {found}"),
        new Remedy("bring the new version", "kappa deploy PROJECT"),
        new Remedy("replay it", $"kappa replay start {topology.Name} --version {topology.Version + 1}"));

    public static KappaException RecordsLost(
        Topology topology, TopicPartition partition, long position, long end) => new(
        "KAP5004", ExitCodes.Mismatch,
        $"Partition {partition} ends at offset {end}, before offset {position} up to which topology " +
        $"'{topology.Name}' v{topology.Version} has committed cuts: records have been lost " +
        "(an unclean election, or a restored disk). " +
        "Nothing was processed. Restore the partition, or replay a new version from what is left.");

    public static KappaException HistoryMissing(
        Topology topology, TopicPartition partition, long earliest, long position) => new(
        "KAP5005", ExitCodes.Mismatch,
        $"Partition {partition} begins at offset {earliest}, but topology '{topology.Name}' " +
        $"v{topology.Version} needs it from offset {position}: retention has deleted records " +
        "that it has not processed. " +
        "Keep the records of a source for ever (retention.ms=-1), or replay a new version from what is left.");

    public static KappaException TablePartitions(Topology topology, TopicDescription topic, int tasks) => new(
        "KAP5006", ExitCodes.Mismatch,
        $"Table output '{topic.Name}' of topology '{topology.Name}' v{topology.Version} has {topic.Partitions} " +
        $"partitions, but {tasks} tasks write it: one task must own each partition. " +
        $"Write to a new topic, or create this one with {tasks}.");

    public static KappaException ProcessingFailed(
        Topology topology, string task, TopicPartition partition, long offset, Exception cause) => new(
        "KAP5101", ExitCodes.Failed,
        $"Topology '{topology.Name}' v{topology.Version} stopped at its last committed cut: task {task} failed " +
        $"on the record at offset {offset} of partition {partition}: {Of(cause)} " +
        "Look at the record, mend the code, and start the worker again; it goes on from there. Or pass the record " +
        "over.",
        cause,
        new Remedy(
            "look at the record",
            $"kappa topic consume {partition.Topic} --partition {partition.Partition} --from {offset} --limit 1"),
        new Remedy(
            "pass it over", $"kappa skip {topology.Name} {partition}@{offset} --version {topology.Version}"));

    public static KappaException OffsetsDisagree(string topic, int partition, long expected, long found) => new(
        "KAP5102", ExitCodes.Fenced,
        $"The records of this commit were expected at offset {expected} of {topic}/{partition}, " +
        $"but they went to {found}: " +
        "somebody else writes to a topic of this instance. Stop the other writer, then start again; " +
        "the state is rebuilt from the committed position.");

    public static KappaException DamagedRecord(string what, int at) => new(
        "KAP5103", ExitCodes.DiskFailure,
        $"A record of {what} is damaged at byte {at}: its checksum is right, so it was written so. " +
        "This is a bug in Kappa, or the topic was written by hand. Keep a copy of the directory and report it.")
    { IsDamage = true };

    public static KappaException UnknownRecordVersion(string what, byte found, byte known) => new(
        "KAP5104", ExitCodes.Mismatch,
        $"A record of {what} has version {found}, and this build reads version {known}: " +
        "it was written by a newer Kappa. " +
        "Run that version or a newer one.");

    public static KappaException UnknownOrderingRule(string topology, long cut, long rule) => new(
        "KAP5105", ExitCodes.Mismatch,
        $"Cut {cut} of topology '{topology}' was made under ordering rule {rule}, which this build does not know: " +
        "it was written by a newer Kappa. Run that version or a newer one.");

    public static KappaException CutsMissing(string topology, long last, long next) => new(
        "KAP5107", ExitCodes.Mismatch,
        $"The cut log of topology '{topology}' goes from cut {last} to cut {next}: those between are gone. " +
        "No data is lost, but this history cannot be followed exactly. Restore the cut topic, " +
        "or replay the topology as a new version, which makes its own cuts.");

    public static KappaException StoresChanged(TaskPlan plan, int committed, int found) => new(
        "KAP5108", ExitCodes.Mismatch,
        $"Instance '{plan.Instance}' has committed the state of {committed} store partitions, but topology " +
        $"'{plan.Topology.Name}' v{plan.Topology.Version} now has {found}: its stores have changed. " +
        "Nothing was processed. Give the changed topology a new version, and replay that one.");

    public static KappaException SourcesAdded(string topology, IEnumerable<string> topics) => new(
        SourcesAddedCode, ExitCodes.Fenced,
        $"Another version of topology '{topology}' has added to its sources: {string.Join(", ", topics)}. " +
        "This version stopped at its last committed cut. Start it again: it then follows the new cuts.");

    public static KappaException TaskFailed(Topology topology, string task, string what, Exception cause) => new(
        "KAP5110", ExitCodes.Failed,
        $"Topology '{topology.Name}' v{topology.Version} stopped at its last committed cut: task {task} could not " +
        $"{what}: {Of(cause)} Mend the code or the serde, and start the worker again; it goes on from there.",
        cause);

    public static KappaException TimestampNegative(TopicPartition partition, long offset, long timestampMs) => new(
        TimestampNegativeCode, ExitCodes.Failed,
        $"The record at offset {offset} of partition {partition} has timestamp {timestampMs}: " +
        "time begins at 0 (1970). " +
        "Write it again with a timestamp.");

    public static KappaException TotalChanged(Topology topology, string node, string store, bool isFirst) => new(
        TotalChangedCode, ExitCodes.Failed,
        $"Topology '{topology.Name}' v{topology.Version} stopped at its last committed cut: the function of operator " +
        $"'{node}' changed the total of store '{store}' that it was given" +
        (isFirst
            ? ", which is the one that every key begins with, or its initializer gives another total each time. Let " +
              "the initializer make a new object in each call, and the function return"
            : ". What was sent on before shows the change too, in some runs and not in others. Return") +
        " a new object; do not change the old one (a record and `total with { ... }`, or an immutable collection). " +
        "Then start the worker again; it goes on from there.");

    public static KappaException UnknownStore(Topology topology, string store, IEnumerable<string> known) => new(
        "KAP6101", ExitCodes.NotFound,
        $"Topology '{topology.Name}' has no store '{store}'." + NearestName.Suggestion(store, known),
        new Remedy("list them", $"kappa store ls {topology.Name}"));

    public static KappaException NotAKey(string store, string text) => new(
        "KAP6102", ExitCodes.Usage,
        $"'{text}' is not a key of store '{store}'. `kappa store ls` shows the type of its keys.");

    public static KappaException NotAWindow(string topology, string store, string text) => new(
        "KAP6102", ExitCodes.Usage,
        $"'{text}' is no row of store '{store}', which has a row for each window of a key: it is asked for as " +
        "KEY@START/END, the way rows are shown.",
        new Remedy("see the windows of a key", $"kappa store window {topology} {store} KEY"));

    public static KappaException NoWindows(string store) => new(
        "KAP3010", ExitCodes.Usage,
        $"Store '{store}' has no windows: it has one row for each key. Ask for the key alone.");

    public static KappaException PrefixOfNoText(string store) => new(
        "KAP6103", ExitCodes.Usage,
        $"The keys of store '{store}' are not text, so they have no prefix. Leave the prefix out.");

    public static KappaException RowUnreadable(string store, string part, Exception cause) => new(
        "KAP6104", ExitCodes.Mismatch,
        $"A {part} of '{store}' cannot be shown: its serde failed on the bytes that are stored: {Of(cause)} " +
        "Nothing was changed, and the topology goes on. Mend the serde in a new version of the topology.",
        cause);

    public static KappaException ViewOfOtherTypes(string store, Type key, Type value) => new(
        "KAP6105", ExitCodes.Usage,
        $"Store '{store}' has no row of type {value.Name} for a key of type {key.Name}: it has other types, or a row " +
        "for each window. `kappa store ls` shows them.");

    public static KappaException CutUnknown(Topology topology, long cut) => new(
        "KAP5111", ExitCodes.NotFound,
        $"The cut log of topology '{topology.Name}' has no cut {cut}: its last one is lower, or that part of it is " +
        "gone. Begin at zero, or at a cut that is recorded.");

    public static KappaException CutTopicShort(string topology, long ends, long sealedTo) => new(
        "KAP5112", ExitCodes.Mismatch,
        $"The cut log of topology '{topology}' ends at offset {ends}, but its cuts were sealed up to offset " +
        $"{sealedTo}: its end has been lost (an unclean election, or a restored disk). " +
        "No data is lost, and nothing was processed. Restore the topic, or delete the sealed one: versions then go " +
        "on " +
        "from their committed positions with new cuts, and the history up to there can no longer be followed exactly.",
        new Remedy("go on without them", $"kappa topic delete {SealedCuts.PartitionOf(topology).Topic}"));

    public static KappaException IsDivided(string instance) => new(
        "KAP5114", ExitCodes.Mismatch,
        $"The tasks of instance '{instance}' are divided among workers, each with a position of its own, so one " +
        "engine cannot run all of them. Run its shares, or bring them to one cut and unite it first.");

    public static KappaException OtherDivision(string instance, string share) => new(
        "KAP5115", ExitCodes.Mismatch,
        $"Instance '{instance}' has no share '{share}' in the division that was asked for: it was divided anew, or " +
        "united. Nothing was processed. Read how it is divided now, and open its shares by that.");

    public static KappaException SharesApart(string instance, IEnumerable<(string Share, long Cut)> shares) => new(
        "KAP5116", ExitCodes.Mismatch,
        $"The shares of instance '{instance}' stand at different cuts " +
        $"({string.Join(", ", shares.Select(share => $"{share.Share} at {share.Cut}"))}), so it cannot be united. " +
        "Run all of them to the highest of these cuts first.");

    public static KappaException LaneRecordsLost(
        Topology topology, TopicPartition lanes, string task, long number, long offset) => new(
        LaneRecordsLostCode, ExitCodes.Mismatch,
        $"Topology '{topology.Name}' v{topology.Version} stopped at its last committed cut: record {number} of the " +
        $"lane from task {task} in {lanes} was committed, but at offset {offset} it is not there. Records have been " +
        "lost (an unclean election, or a restored disk), or somebody writes to the topic. Restore it, or replay the " +
        "version from zero.");

    public static KappaException LaneOutOfStep(
        Topology topology, TopicPartition lanes, string task, long found, long expected) => new(
        LaneOutOfStepCode, ExitCodes.Mismatch,
        $"Topology '{topology.Name}' v{topology.Version} stopped at its last committed cut: the lane from task " +
        $"{task} in {lanes} has a record of a slice of cut {found} that this worker does not know; it is at cut " +
        $"{expected}. The workers cut the past of an added source differently: give all of them the same " +
        "slice-records, and replay the version from zero.");

    public static KappaException DeadLettersRead(Topology topology, string topic, FailureNote note) => new(
        "KAP5121", ExitCodes.Mismatch,
        $"Topology '{topology.Name}' v{topology.Version} is to send the record at offset {note.Offset} of " +
        $"{note.Source} to '{topic}', which it reads itself: it would meet the record again for ever. Let OnFailure " +
        "name another topic.");

    public static KappaException BufferFull(string node, long records, long bytes, BufferConfig config) => new(
        "KAP5130", ExitCodes.Mismatch,
        $"The operator '{node}' would hold back more than it may " +
        $"({Bounded(records, config.MostRecords, "rows")}{Bounded(bytes, config.MostBytes, "bytes")}): it stops, as " +
        "ShutDownWhenFull says. Allow for more in its BufferConfig, or let rows go early with EmitEarlyWhenFull(), " +
        "in a new version of the topology.");

    private static string Bounded(long now, long most, string what) =>
        most == long.MaxValue ? "" : $"{now} of {most} {what}";

    private static string NewTopicInstead(string topic) =>
        $"Copy the records of '{topic}' to a topic of another name with the new number of partitions, read that one " +
        "in a new version of the topology, replay it, and switch to it. Table outputs that follow its partitions " +
        "need new topics too.";

    /// <summary>An exception of somebody else's code says little without its type; ours says all by itself.</summary>
    private static string Of(Exception cause) =>
        cause is KappaException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";

    public static KappaException StoreNotAttached(string node, string store, IEnumerable<string> attached) => new(
        "KAP5141", ExitCodes.Mismatch,
        $"The operator '{node}' asks for the store '{store}', which is not attached to it" +
        (attached.Any() ? $" (these are: {string.Join(", ", attached.Order(StringComparer.Ordinal))}). " : ". ") +
        $"Name it where the operator is added: Process(() => new MyProcessor(), \"{store}\").");

    public static KappaException StoreOfOtherTypes(string node, string kind, string store, Type key, Type value) => new(
        "KAP5142", ExitCodes.Mismatch,
        $"The operator '{node}' asks for the {kind} '{store}' with keys of type {key.Name} and values of type " +
        $"{value.Name}, but it was taken in as another kind or with others. Give both the same types.");

    public static KappaException UnknownChild(string node, string child, IEnumerable<string> children) => new(
        "KAP5143", ExitCodes.Mismatch,
        $"The operator '{node}' forwards a record to '{child}', but no such operator follows" +
        (children.Any() ? $" (these do: {string.Join(", ", children)}). " : ": none does. ") +
        "'kappa describe' shows their names.");

    public static KappaException ScheduledLate(string node) => new(
        "KAP5144", ExitCodes.Mismatch,
        $"The operator '{node}' schedules a callback after Init. Nobody would schedule it again after a restart, so " +
        "that results would hang on it. Schedule all in Init, and keep in a store whether there is something to do.");

    public static KappaException IntervalTooShort(string node, TimeSpan interval) => new(
        "KAP5145", ExitCodes.Mismatch,
        $"The operator '{node}' schedules a callback every {interval.TotalMilliseconds} ms. The shortest interval is " +
        "1 ms.");

    /// <summary>A topic that is read as a table is made compacted: the last record of each key says all.</summary>
    private static string Cleanup(Topology topology, string topic) =>
        topology.Graph.Nodes.OfType<ISourceNode>().Where(node => node.Topic == topic).All(node => node.NeedsLastOnly)
            ? " --cleanup compact" : "";
}
