using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>The errors of snapshots, worded in one place; their entries are in docs/errors.md.</summary>
internal static class SnapshotErrors
{
    /// <summary>The body of a request is not marked as whole.</summary>
    public const string NoEndCode = "KAP8042";

    /// <summary>A snapshot has more changes than a transaction takes.</summary>

    /// <summary>The image of a topic has other rows than its index.</summary>
    public const string ImageWrongCode = "KAP7161";

    private const string Nothing = "Nothing was written.";

    public static KappaException BrokenRow(string place, string reason, Exception? cause = null) => new(
        "KAP8001", ExitCodes.Usage,
        $"{Sentence(place)} {reason} {Nothing} Get the dump again, or correct the row.", cause);

    public static KappaException BrokenRow(
        ISnapshotSource source, long place, string reason) => new DumpRowException(
        "KAP8001", ["", $" {reason} {Nothing} Get the dump again, or correct the row."], [place], source.Describe);

    public static KappaException NoKey(ISnapshotSource source, long place, string field) => new DumpRowException(
        "KAP8002",
        [
            "", $" has no key: its field '{field}' is not there, null or empty. {Nothing} Correct the row, name " +
            "other fields with --key, or leave such rows out with --keyless skip.",
        ],
        [place], source.Describe);

    public static KappaException BadId(string id, int most) => new(
        "KAP8003", ExitCodes.Usage,
        $"'{KeyText.Of(System.Text.Encoding.UTF8.GetBytes(id))}' cannot name a snapshot: an id has 1 to {most} " +
        $"characters, and no control characters. {Nothing} Give another one with --id.");

    public static KappaException UnknownManifest(long offset) => new(
        "KAP8004", ExitCodes.Mismatch,
        $"The record at offset {offset} of {ManifestTopic.Partition} is no snapshot that this Kappa knows: a newer " +
        "Kappa wrote it, or somebody else. Use the newer Kappa.");

    public static KappaException KeyTwice(
        string key, ISnapshotSource source, long first, long second) => new DumpRowException(
        "KAP8005",
        [
            $"Key {key} comes twice: ", " has it, and ", $" too. {Nothing} Correct the dump, name more fields with " +
            "--key, or let one of them count with --duplicates first or --duplicates last.",
        ],
        [first, second], source.Describe);

    public static KappaException TopicForgets(TopicDescription topic, string reason) => new(
        "KAP8006", ExitCodes.Refused,
        $"Topic '{topic.Name}' {reason}, so its change log cannot show the past of a table. {Nothing} Use a topic " +
        "that keeps all its records; one of a Kafka cluster can also be changed with kafka-configs.sh --alter " +
        $"--entity-type topics --entity-name {topic.Name} --add-config " +
        "cleanup.policy=delete,retention.ms=-1,retention.bytes=-1.",
        new Remedy("make one", $"kappa topic create {topic.Name}-snapshots --partitions {topic.Partitions}"));

    public static KappaException Older(string topic, string id, string last) => new(
        "KAP8007", ExitCodes.Refused,
        $"Snapshot '{id}' comes before '{last}', the last one of {topic}: the table would go back to an earlier " +
        $"state. {Nothing} Apply a newer dump; where going back is meant, add --allow-older.");

    public static KappaException OtherKey(
        string topic, string last, IReadOnlyList<string> expected, IReadOnlyList<string> found) => new(
        "KAP8008", ExitCodes.Refused,
        $"The key of {topic} is {string.Join(',', expected)} since snapshot '{last}', and --key says " +
        $"{string.Join(',', found)}: every row would be deleted and inserted anew. {Nothing} Say --key " +
        $"{string.Join(',', expected)}, or use another topic.");

    public static KappaException IdTaken(string topic, string id, string reason) => new(
        "KAP8009", ExitCodes.Refused,
        $"Snapshot '{id}' of {topic} was applied before, and {reason}. {Nothing} Give this one another --id.");

    public static KappaException PartitionsAdded(string topic, int before, int now) => new(
        "KAP8010", ExitCodes.Refused,
        $"{topic} had {before} partitions at its last snapshot and has {now} now: keys belong elsewhere, and the " +
        $"changes of a key would lose their order. {Nothing} Use a new topic.",
        new Remedy("make one", $"kappa topic create {topic}-snapshots --partitions {now}"));

    public static KappaException SpoolFailed(string path, Exception cause) => new(
        "KAP8011", ExitCodes.Refused,
        $"The rows of the dump wait in files to be sorted, and {path} cannot be written: {cause.Message} " +
        $"{Nothing} Make room on that disk: it takes about the dump's size as JSON lines.", cause);

    public static KappaException OtherCount(string topic, long found, long expected) => new(
        "KAP8012", ExitCodes.Refused,
        $"The dump for {topic} has {found:N0} rows, and --expect-rows says {expected:N0}: it may be cut short. " +
        $"{Nothing} Get the dump again, or correct --expect-rows.");

    public static KappaException OtherColumns(string topic, string last, string[] came, string[] went) => new(
        "KAP8013", ExitCodes.Refused,
        $"The columns of {topic} are not those of snapshot '{last}': {Changes(came, went)}. {Nothing} Get the right " +
        "dump; where the table was changed, add --allow-columns.");

    public static KappaException TooManyDeletes(string topic, Comparison comparison, DeleteLimit limit) => new(
        "KAP8014", ExitCodes.Refused,
        $"The snapshot would delete {comparison.Deletes:N0} of the {comparison.OldRows:N0} rows of {topic}, the " +
        $"first with key {comparison.FirstDeleted}, and --max-delete allows {limit}: the dump may be cut short. " +
        $"{Nothing} Get the dump again; where the rows are really gone, add --max-delete {comparison.Deletes}.");

    public static KappaException OthersWrite(string topic, int attempts) => new(
        "KAP8016", ExitCodes.Refused,
        $"Somebody else wrote to {topic} during each of {attempts} attempts, so the snapshot could not be compared " +
        $"with the topic as it is. {Nothing} Stop the other writer meanwhile, and apply it again.");

    public static KappaException TooManyColumns(ISnapshotSource source, long place, int most) => new DumpRowException(
        "KAP8017",
        [
            "Up to ", $" the rows have more than {most:N0} different fields: are there values in the place of names? " +
            $"{Nothing} Correct the dump.",
        ],
        [place], source.Describe);

    public static KappaException NoSuchPoint(string topic, string text) => new(
        "KAP8020", ExitCodes.NotFound,
        $"'{text}' is no moment of {topic}: no snapshot has this id, and it is neither a time such as " +
        $"2026-11-30T02:00:00Z nor offsets such as {topic}/0=1500 that the topic has. Name one of them.",
        new Remedy("list the snapshots", $"kappa snapshot history {topic}"));

    public static KappaException NoRow(string key, string reason) => new(
        "KAP8021", ExitCodes.Refused,
        $"The value of key {key} {reason} No snapshot wrote it, so it has no fields to show. Ask for -o ndjson.");

    public static KappaException Running(string topic) => new(
        "KAP8040", ExitCodes.Refused,
        $"A snapshot is being applied to {topic} right now, and each is compared with the one before. {Nothing} Wait " +
        "until it is done, and apply this one then.");

    public static KappaException BrokenBody(long line, string reason) => new(
        "KAP8041", ExitCodes.Usage,
        $"Line {line} of the request's body {reason} {Nothing} Send the dump again, a row a line, and the end last.");

    public static KappaException NoEnd(long rows) => new(
        NoEndCode, ExitCodes.Usage,
        $"The request's body has {rows:N0} {(rows == 1 ? "row" : "rows")}, and no last line that says that these are " +
        $"all: its sender may have failed. {Nothing} Send the dump again, and {{\"end\":{{\"rows\":N}}}} behind it.");

    public static KappaException UnknownParameter(string name, IReadOnlyList<string> known) => new(
        "KAP8043", ExitCodes.Usage,
        $"There is no parameter '{name}'.{NearestName.Suggestion(name, known)} {Nothing} The parameters are " +
        $"{string.Join(", ", known)}.");

    public static KappaException NoKeyNamed() => new(
        "KAP8044", ExitCodes.Usage,
        $"The request does not say which fields are a row's key. {Nothing} Send them as the parameter key, such as " +
        "?key=iata or ?key=shop,article.");

    public static KappaException StoreFailed(KappaException cause) => new(
        "KAP8045", ExitCodes.Refused,
        $"The rows of the table could not be kept on the worker's disk: {cause.Message} {Nothing} The worker goes " +
        "on. Make room on that disk, or mend it, and ask again.", cause);

    public static KappaException Interrupted(string address, bool isWhole, string? reason) => new(
        "KAP8046", ExitCodes.Unreachable,
        $"The connection to the worker at {address} broke{(reason is null ? "" : $" ({reason.TrimEnd('.')})")} " +
        (isWhole
            ? "after it had got the whole dump: whether the snapshot is written is not known. Look whether the " +
                "worker runs, and apply the dump again: it is then written once."
            : $"before it had got the whole dump. {Nothing} Look whether the worker runs, and apply the dump again."));

    public static KappaException NoStart(DateTimeOffset started, DateTimeOffset now) => new(
        "KAP8057", ExitCodes.Usage,
        $"--started says that the dump was begun at {TimeOf(started)}, and it is {TimeOf(now)} now: it has to be a " +
        $"time since 1970 that is over. {Nothing} Say when it was begun, or leave --started out.");

    public static KappaException StartedBefore(string topic, DateTimeOffset started, SnapshotManifest last) => new(
        "KAP8058", ExitCodes.Refused,
        $"--started says that the dump was begun at {TimeOf(started)}, before the last snapshot of {topic}, " +
        $"'{last.Id}', which was begun at {SnapshotId.Of(last.TimeMs)}: the table would go back to an earlier state. " +
        $"{Nothing} Apply a newer dump; where going back is meant, add --allow-older.");

    public static KappaException IndexFailed(string path, long bytes, Exception cause) => new(
        "KAP7160", ExitCodes.Refused,
        $"{path} needs {bytes:N0} bytes, and cannot be made: {cause.Message} {Nothing} Make room on that disk: the " +
        "index of a table takes up to 120 bytes a row, and the row's key.", cause);

    public static KappaException NoSuchField(string option, string topic, string name, IEnumerable<string> columns) =>
        new(
            "KAP7162", ExitCodes.Usage,
            $"{option} names '{name}', and no row of the dump for {topic} has a field of this name." +
            $"{NearestName.Suggestion(name, columns)} {Nothing} Correct the name, or leave it out.");

    public static KappaException ImageWrong(string topic) => new(
        ImageWrongCode, ExitCodes.DiskFailure,
        $"The image of {topic} has other rows than its index, and than the topic. {Nothing} Apply the dump again: " +
        "the image is built from the topic before. Where that does not help, the disk is damaged.");

    private static string TimeOf(DateTimeOffset time) => SnapshotId.Of(time.ToUnixTimeMilliseconds());

    private static string Sentence(string place) => $"{char.ToUpperInvariant(place[0])}{place[1..]}";

    private static string Changes(string[] came, string[] went)
    {
        string[] parts = [
            .. came.Length > 0 ? [$"{string.Join(", ", came)} came"] : Array.Empty<string>(),
            .. went.Length > 0 ? [$"{string.Join(", ", went)} went"] : Array.Empty<string>()];
        return string.Join(", ", parts);
    }
}
