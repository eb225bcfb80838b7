using System.Globalization;

namespace Kappa.Logs;

/// <summary>The errors of this project, one method each; docs/errors.md explains every code.</summary>
internal static class LogErrors
{
    /// <summary>Code of the error that says that records were deleted while they were read.</summary>
    public const string RecordsDeleted = "KAP2106";

    /// <summary>Code of the error that says that acknowledged bytes are damaged.</summary>
    public const string Damage = "KAP2201";

    /// <summary>Code of the error that says that a newer owner has taken over, whichever the log.</summary>
    public const string FencedCode = "KAP2301";

    private const string WriteFailedCode = "KAP2402";

    private const string CheckDisk =
        "Check the disk (dmesg, smartctl), restore the file from a backup, then start again.";

    public static KappaException UnknownFormat(string file, string found, string known) => new(
        "KAP2001", ExitCodes.Mismatch,
        $"{file} says format '{found}'; this Kappa knows '{known}'. The log was written by another version of Kappa, " +
        "or the file is damaged. Use the Kappa that wrote it, or restore the file from a backup.");

    public static KappaException DirectoryInUse(string directory, string owner) => new(
        "KAP2002", ExitCodes.Refused,
        $"The directory {directory} is in use by {owner}. One process owns a data directory: talk to that one, " +
        "stop it first, or name another directory.");

    public static KappaException TopicExists(string topic) => new(
        "KAP2101", ExitCodes.Refused,
        $"Topic '{topic}' exists already. Use it as it is, or choose another name.");

    public static KappaException TopicNotAllowed(string topic, string reason) => new(
        "KAP2102", ExitCodes.Usage,
        $"Topic '{topic}' cannot be created: {reason}.");

    public static KappaException PartitionsNotAllowed(string topic, int partitions, string reason) => new(
        "KAP2102", ExitCodes.Usage,
        $"Topic '{topic}' cannot be given {partitions:N0} partitions: {reason}. Nothing was changed.");

    public static KappaException NoSuchPartition(
        TopicPartition partition, TopicDescription? topic, string suggestion) =>
        new("KAP2103", ExitCodes.NotFound, topic is null
            ? $"There is no topic '{partition.Topic}'.{suggestion} Create it first, or correct the name."
            : $"There is no partition {partition}: topic '{topic.Name}' has {topic.Partitions}, numbered from 0.");

    public static KappaException OffsetOutOfRange(
        TopicPartition partition, long offset, in PartitionOffsets range) => new(
        "KAP2104", ExitCodes.Usage,
        $"Offset {offset} of {partition} is out of range: the partition holds {range.Earliest} up to, but not " +
        $"including, {range.LastStable}. Start at an offset in that range.");

    public static KappaException NoSuchTopic(string topic, string outcome, string suggestion) => new(
        "KAP2103", ExitCodes.NotFound,
        $"There is no topic '{topic}', so {outcome}.{suggestion} Correct the name.");

    public static KappaException DeletedBeforeCommit(TopicPartition partition, string suggestion) => new(
        "KAP2103", ExitCodes.NotFound,
        $"There is no topic '{partition.Topic}' any more: it was deleted after this commit had appended to " +
        $"{partition}. Nothing of the commit was written.{suggestion} Open a new producer; to write to a topic of " +
        "that name, create it again first.");

    public static KappaException DeletedWhileRead(TopicPartition partition, long offset) => new(
        "KAP2105", ExitCodes.NotFound,
        $"Topic '{partition.Topic}' was deleted while {partition} was read, at offset {offset}. Its records are " +
        "gone. Close the reader; where a topic of that name was created again, open a new one at offset 0.");

    public static KappaException RecordsDeletedWhileRead(TopicPartition partition, long offset, long earliest) => new(
        RecordsDeleted, ExitCodes.NotFound,
        $"The records of {partition} before offset {earliest} were deleted while they were read, at offset {offset}. " +
        $"Go on at offset {earliest}, if what lies before it may be missing in the result; else begin again from " +
        "where they are still kept.");

    public static KappaException RecordsLostWhileRead(TopicPartition partition, long offset, long latest) => new(
        "KAP2109", ExitCodes.Mismatch,
        $"Partition {partition} ends at offset {latest}, and was read up to offset {offset}: records have been lost " +
        "(an unclean election, or a restored disk), and others may have taken their offsets. Restore the partition, " +
        "or read what is left from its start.");

    public static KappaException GroupHasMembers(string group, int members) => new(
        "KAP2107", ExitCodes.Refused,
        $"Group '{group}' has {members:N0} {(members == 1 ? "member" : "members")}, which would not follow: they go " +
        "on from their own positions and commit over yours. Nothing was changed. Stop the programs that read as this " +
        "group, then set its offsets, or delete it.");

    public static KappaException GroupNotAllowed(string group, string reason) => new(
        "KAP2108", ExitCodes.Usage,
        $"'{group}' cannot name a group: {reason}. Choose another name.");

    public static KappaException PartitionTooLarge(string partition, long bytes, long limit) => new(
        "KAP2110", ExitCodes.Refused,
        $"A commit has {bytes:N0} bytes for {partition}, and it can have {limit:N0}. Nothing of it was written. " +
        "Commit more often, in smaller runs, or spread the topic over more partitions.");

    public static KappaException ScratchFailed(string path, string what, Exception? cause = null) => new(
        "KAP2111", ExitCodes.Refused,
        $"A commit does not fit into memory, and its scratch file {path} could not be used: {what} Nothing of the " +
        "commit was written. Make room there (df), then do it again.", cause);

    public static KappaException Damaged(string file, long position, long offset, string what) => new(
        Damage, ExitCodes.DiskFailure,
        $"{file} is damaged at byte {position} (offset {offset}): {what}.{OfPartition(file)} These bytes were " +
        $"acknowledged, so Kappa stops rather than return wrong data or skip it. {CheckDisk}")
    { IsDamage = true };

    public static KappaException JournalDamaged(string file, long position, string what) => new(
        Damage, ExitCodes.DiskFailure,
        $"{file} is damaged at byte {position}: {what}, and records that were synced later follow it. {CheckDisk}");

    public static KappaException JournalMalformed(string file, long position, string what) => new(
        Damage, ExitCodes.DiskFailure,
        $"{file} is damaged at byte {position}: the checksum of the record there is right, but {what}. Kappa stops " +
        $"rather than guess what was committed. {CheckDisk} Where the disk is sound, report a bug in Kappa.");

    public static KappaException JournalMissing(string directory) => new(
        "KAP2202", ExitCodes.DiskFailure,
        $"The journal {directory} is missing or holds no complete checkpoint, though the log has topics. It says " +
        "what was committed, so nothing can be read safely without it. Restore the directory from a backup, then " +
        "start again.");

    public static KappaException TopicFileDamaged(string file) => new(
        "KAP2203", ExitCodes.DiskFailure,
        $"The topic file {file} is damaged: its checksum does not match. {CheckDisk}");

    public static KappaException TopicFileMissing(string file, TopicPartition partition) => new(
        "KAP2203", ExitCodes.DiskFailure,
        $"The topic file {file} is missing or names too few partitions, though the journal has commits to " +
        $"{partition}. {CheckDisk}");

    public static KappaException MalformedBatch(string file, long position, long offset, string what) => new(
        "KAP2205", ExitCodes.DiskFailure,
        $"The records of the batch at byte {position} of {file} (offset {offset}) cannot be decompressed, though the " +
        $"batch's checksum is right: {what}.{OfPartition(file)} Whoever wrote the batch wrote it so. Dump the " +
        "segment with Kafka's dump-log tool, and report a bug in the program that wrote it (in Kappa, if it was " +
        "Kappa).")
    { IsDamage = true };

    public static KappaException MalformedRecords(string file, long position, long offset, string what) => new(
        "KAP2204", ExitCodes.DiskFailure,
        $"The records of the batch at byte {position} of {file} (offset {offset}) are malformed, though the batch's " +
        $"checksum is right: {what}.{OfPartition(file)} Whoever wrote the batch wrote it so. Dump the segment with " +
        "Kafka's dump-log tool, and report a bug in the program that wrote it (in Kappa, if it was Kappa).")
    { IsDamage = true };

    public static KappaException NoSegments(string directory) => new(
        "KAP2206", ExitCodes.NotFound,
        $"There is no segment file (20 digits, then .log) in {directory}. Name the directory of one partition, " +
        "TOPIC-PARTITION; Kappa's lie in the directory 'log' of its data directory.");

    public static KappaException OffsetsMoved(
        string transactionalId, TopicPartition partition, long foreseen, long found) => new OffsetsMovedException(
        ExitCodes.Fenced,
        $"A transaction of '{transactionalId}' was refused: its records were to begin at offset {foreseen} of " +
        $"{partition}, and would have begun at {found}. Somebody else writes there. Nothing of it was written. Open " +
        "a new producer and go on from the committed position; where it comes again, stop the other writer.");

    public static KappaException Fenced(string transactionalId, short epoch, short newer) => new(
        FencedCode, ExitCodes.Fenced,
        $"The producer '{transactionalId}' (epoch {epoch}) was fenced: a newer one (epoch {newer}) has taken over. " +
        "Nothing of its open commit was written. Stop this one; where it restarts it takes over in turn.");

    public static KappaException CommitTooLarge(long bytes, long limit) => new(
        "KAP2302", ExitCodes.Refused,
        $"A commit of {bytes:N0} bytes is larger than {nameof(EmbeddedLogOptions)}." +
        $"{nameof(EmbeddedLogOptions.TransactionBytes)}, {limit:N0} bytes. Nothing of it was written. Commit more " +
        "often, or raise the limit.");

    public static KappaException SyncFailed(string path, string error) => new(
        "KAP2401", ExitCodes.DiskFailure,
        $"fsync of {path} failed with {error}. Nothing after the last sync was acknowledged. Check the disk (dmesg), " +
        "then restart.");

    public static KappaException WriteFailed(string path, string doing, string error, Exception? cause = null) => new(
        WriteFailedCode, ExitCodes.DiskFailure, WriteFailedText(path, doing, error), cause);

    public static NoRoomException NoRoom(string path, string doing, string error, Exception? cause = null) => new(
        WriteFailedCode, WriteFailedText(path, doing, error), cause);

    public static KappaException AccessDenied(string path, Exception cause) => new(
        "KAP2403", ExitCodes.Mismatch,
        $"Kappa may not open {path}: {cause.Message} Run it as the user that owns the directory, or correct the " +
        "permissions (chown, chmod).", cause);

    public static KappaException MalformedRecord(TopicPartition partition, long baseOffset) => new(
        "KAP2204", ExitCodes.DiskFailure,
        $"A record of the batch at offset {baseOffset} of {partition} is malformed, though the batch's checksum is " +
        "right: whoever wrote it wrote it so. Dump the segment with Kafka's dump-log tool, and report a bug in the " +
        "program that wrote it (in Kappa, if it was Kappa).")
    { IsDamage = true };

    /// <summary>Says whose file it is, where the directory's name tells: TOPIC-PARTITION.</summary>
    private static string OfPartition(string file)
    {
        string directory = Path.GetFileName(Path.GetDirectoryName(file)) ?? "";
        int dash = directory.LastIndexOf('-');
        return dash > 0 && int.TryParse(
            directory.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
            ? $" It holds records of topic '{directory[..dash]}', partition {partition}." : "";
    }

    private static string WriteFailedText(string path, string doing, string error) =>
        $"{doing} {path} failed with {error}. Nothing of it was acknowledged. Check the disk (df, dmesg), then " +
        "restart.";
}
