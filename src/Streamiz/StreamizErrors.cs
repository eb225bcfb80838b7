using System.Reflection;

namespace Kappa.StreamizHosting;

internal static class StreamizErrors
{
    public static KappaException GlobalTable(IEnumerable<string> topics) => Usage(
        "KAP1120",
        $"A global table of Streamiz ({string.Join(", ", topics)}) is read by a thread of its own, at whatever time " +
        "it comes to it: a replay would join other rows. Read the topic as a table, or use builder.GlobalTable of " +
        "Kappa, which is read in the recorded order.");

    public static KappaException CachesRecords(string where) => Usage(
        "KAP1121",
        $"Streamiz is told to hold records back in a cache ({where}) until it commits: what comes out would depend " +
        "on when that is, and a replay gives other records. Leave it off.");

    public static KappaException TopicByRecord(string node) => Usage(
        "KAP1122",
        $"'{node}' chooses its topic record by record, and Kappa has to know the topics of a version before it " +
        "starts. Name the topic in To, or write that part with Kappa's To by record, which declares them.");

    public static KappaException OtherRelease(Version found, string missing) => Usage(
        "KAP1123",
        $"Streamiz.Kafka.Net {found} is not one that Kappa was tried with (1.8): it has no {missing}. Kappa relies " +
        "on when Streamiz asks for records, and on where it keeps what a restart has to know. Refer to a release " +
        "1.8, or to another Kappa.Streamiz.");

    public static KappaException NoSuchOutput(string topic, IEnumerable<string> outputs) => Usage(
        "KAP1124",
        $"Types are declared for '{topic}', which is no output of the topology (these are: " +
        $"{string.Join(", ", outputs)}). Name the topic of a To.");

    public static KappaException NoSuchSource(string output, string like) => Usage(
        "KAP1125",
        $"The output '{output}' is to be spread like '{like}', which the topology does not read. Name one of its " +
        "sources.");

    public static KappaException AsyncOperator(string node) => Usage(
        "KAP1126",
        $"'{node}' calls something outside and goes on when that answers: a replay would see other answers, in " +
        "another order. Take it out of the topology, or put what it asks for into a topic, and join that.");

    public static KappaException NotLogged(string store) => Usage(
        "KAP1127",
        $"The store '{store}' of Streamiz has no changelog (WithLoggingDisabled): its rows would be gone after a " +
        "restart, and a replay would end in others. Leave the changelog on; it is Kappa's store.");

    public static KappaException DuplicatesInMemory(string store) => Usage(
        "KAP1128",
        $"The store '{store}' of Streamiz keeps several rows of one key and time in memory (InMemoryWindowStore with " +
        "retainDuplicates), in the order of a hash table whose seed each process draws: a join would give its " +
        "records in another order in a replay. Use the default, or Stores.PersistentWindowStore.");

    public static KappaException DoesNotLink(Exception cause) => new(
        "KAP1129", ExitCodes.Usage,
        $"Streamiz calls what the RocksDB that it runs on does not have: {cause.Message} Streamiz 1.8 was made for " +
        "an older one; its bound memory (BoundMemoryRocksDbConfigHandler) and limits of the write-ahead log are " +
        "known to be missing. Leave the setting out: nothing of Streamiz' RocksDB outlives the process.", cause);

    public static KappaException Stopped(Exception? cause) => new(
        "KAP5160", ExitCodes.Failed,
        $"Streamiz stopped: {cause?.Message ?? "it said nothing of why"}. Mend the topology or the record, or let it " +
        "be passed over (docs/failures.md).", cause);

    public static KappaException MemberNotKnown(MethodInfo member) => new(
        "KAP5161", ExitCodes.Mismatch,
        $"Streamiz calls {member.DeclaringType?.Name}.{member.Name}, which the releases that Kappa was tried with do " +
        "not. Refer to Streamiz.Kafka.Net 1.8, and report what the topology does.");

    public static KappaException WallClock() => new(
        "KAP5162", ExitCodes.Mismatch,
        "An operator of Streamiz schedules by the clock of the machine (PROCESSING_TIME): a replay would find it at " +
        "another time. Schedule by STREAM_TIME, or write the operator with Kappa's Process, whose clock is recorded.");

    public static KappaException ScheduledLate() => new(
        "KAP5163", ExitCodes.Mismatch,
        "An operator of Streamiz has made a schedule while it processed a record: after a restart nobody would " +
        "schedule it again. Schedule in Init.");

    private static KappaException Usage(string code, string message) => new(code, ExitCodes.Usage, message);
}
