namespace Kappa.Engine;

/// <summary>What a function that finds times can do wrong.</summary>
internal static class TimeErrors
{
    public static KappaException NoTime(TopicPartition source, long offset, long timestampMs, bool hadPartitionTime) =>
        new("KAP5152", ExitCodes.Failed,
            $"The timestamp extractor of {source} finds the time {timestampMs} in the record at offset {offset}, but " +
            "time begins at 0 (1970)" +
            (hadPartitionTime ? ", and no record of the partition had a time before it. " : ". ") +
            "Write the record again, let the extractor find another time, or name what becomes of such records: " +
            "WithTimestampExtractor(extractor, InvalidTimestamp.Skip).");

    public static KappaException NegativeTime(string node, long timestampMs) => new("KAP5153", ExitCodes.Failed,
        $"The function of the operator '{node}' gives a record the time {timestampMs}, but time begins at 0 (1970). " +
        "Filter such records before it, or let the function give another time.");
}
