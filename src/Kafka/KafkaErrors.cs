namespace Kappa.Kafka;

/// <summary>The errors of the Kafka log, one method each; docs/errors.md explains every code.</summary>
internal static class KafkaErrors
{
    public static KappaException NoNativeLibrary() => new(
        "KAP2504", ExitCodes.Mismatch,
        "The native library librdkafka was loaded, but is not among the modules of this process. Report this with " +
        "the operating system and its version.");

    public static KappaException PropertyUnknown(string name, string suggestion) => new(
        "KAP2501", ExitCodes.Usage,
        $"The Kafka property '{name}' is not known to librdkafka.{suggestion} The names are those of librdkafka, " +
        "the client in C that Kappa uses; where the Java client has another name, that one is not known.");

    public static KappaException PropertyReserved(string name, string reason) => new(
        "KAP2501", ExitCodes.Usage,
        $"The Kafka property '{name}' cannot be set: {reason}. Take it out of the configuration.");

    public static KappaException PropertyRefused(string name, string reason) => new(
        "KAP2501", ExitCodes.Usage,
        $"The value of the Kafka property '{name}' was refused: {reason}. Correct the value.");

    public static KappaException PropertyMissing(string name) => new(
        "KAP2501", ExitCodes.Usage,
        $"The Kafka property '{name}' is missing. Name the brokers as HOST:PORT, separated by commas.");

    public static KappaException ClientRefused(string reason) => new(
        "KAP2501", ExitCodes.Usage,
        $"librdkafka refused the configuration: {reason}. Correct the Kafka properties.");

    public static KappaException Unreachable(string servers, string doing, TimeSpan timeout, string reason) => new(
        "KAP2502", ExitCodes.Unreachable,
        $"The Kafka cluster at {servers} did not answer within {timeout.TotalSeconds:0.#} s while {doing}: {reason} " +
        ConnectionAdvice.Of(reason));

    public static KappaException OutcomeUnknown(string transactionalId, string servers, string reason) => new(
        "KAP2503", ExitCodes.Unreachable,
        $"The outcome of a transaction of '{transactionalId}' on {servers} is not known: {reason} It was committed " +
        "or " +
        "aborted as a whole. A new producer of that id settles it: open one and go on from the committed position.");

    public static KappaException Refused(string servers, string doing, string reason) => new(
        "KAP2505", ExitCodes.Refused,
        $"The Kafka cluster at {servers} refused {doing}: {reason} Check the permissions and the settings of the " +
        "cluster (docs/kafka.md).");

    public static KappaException TooOld(string broker) => new(
        "KAP2507", ExitCodes.Refused,
        $"The broker at {broker} is older than Kafka 3.6: it does not check that a partition is part of the " +
        "transaction that writes it, so that a late request could end up in another one, and no outcome would be " +
        "exact. Upgrade the brokers.");

    public static KappaException Fenced(string transactionalId, string reason) => new(
        LogErrors.FencedCode, ExitCodes.Fenced,
        $"The producer '{transactionalId}' was fenced: a newer one has taken over ({reason}). Nothing of its open " +
        "transaction is readable. Stop this one; where it restarts it takes over in turn.");

    public static KappaException TransactionExpired(
        string transactionalId, string servers, TimeSpan age, TimeSpan limit) => new(
        "KAP2503", ExitCodes.Unreachable,
        $"The transaction of '{transactionalId}' on {servers} was ended: it took {age.TotalSeconds:0.#} s, and the " +
        $"cluster aborts one after {limit.TotalSeconds:0.#} s, unless a newer producer has taken over. Commit less " +
        "at " +
        $"a time, or raise {nameof(KafkaLogOptions)}.{nameof(KafkaLogOptions.TransactionTimeout)}. Open a new " +
        "producer " +
        "and go on from the committed position.");

    public static KappaException ConnectionLost(string transactionalId, string servers, string reason) => new(
        "KAP2503", ExitCodes.Unreachable,
        $"The producer '{transactionalId}' lost a connection to {servers} at or after its last commit, which stands: " +
        $"{reason} A late repetition of that commit could end the next one, so nothing was sent. Open a new producer " +
        "and go on from the committed position.");

    public static KappaException NotAcknowledged(string servers, string reason) => new(
        "KAP2503", ExitCodes.Unreachable,
        $"The Kafka cluster at {servers} did not acknowledge all records of a commit: {reason} Some may have been " +
        "written. Look at the ends of the partitions before you write them again, or use a transactional producer.");

    public static KappaException OffsetsMoved(
        string transactionalId, TopicPartition partition, long foreseen, long found) => new OffsetsMovedException(
        ExitCodes.Unreachable,
        $"A transaction of '{transactionalId}' was aborted: its records were to begin at offset {foreseen} of " +
        $"{partition}, and would have begun at {found}. A broker that has just started may show an end that is too " +
        "low, " +
        "or somebody else writes there. Open a new producer and go on from the committed position; where that does " +
        "not " +
        "help, stop the other writer.");

    public static KappaException RecordTooLarge(TopicPartition partition, long bytes) => new(
        "KAP2303", ExitCodes.Refused,
        $"A record of {bytes:N0} bytes is too large for {partition}, or for the batch it came in. Nothing of the " +
        "transaction was written. Raise the topic's max.message.bytes (and message.max.bytes of the Kafka " +
        $"properties, {ProducerSettings.MaxMessageBytes:N0} unless set), or write smaller records.");

    public static KappaException MemberFenced(string group, string reason) => new(
        LogErrors.FencedCode, ExitCodes.Fenced,
        $"The member of group '{group}' was fenced: a newer one with its group.instance.id has taken over. {reason} " +
        "Stop this one, or give each member a group.instance.id of its own.");
}
