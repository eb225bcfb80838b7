namespace Kappa.Building;

/// <summary>What can be wrong with outputs, partitioners and times, and the way out of each.</summary>
internal static class OutputErrors
{
    public static KappaException NoTopics(string node) => Error("KAP1040",
        $"The operator '{node}' writes to a topic by record, but no topic is named that it may write. Name all of " +
        "them: To((key, value) => ..., [\"one\", \"other\"]).");

    public static KappaException PartitionedTable(string topic) => Error("KAP1041",
        $"The output '{topic}' is a table's, and each of its partitions belongs to one task: a partitioner cannot " +
        "move rows. Leave it out of Produced, or make a stream of records first, with SelectKey or Map behind " +
        "ToStream().");

    public static KappaException PartitionerOfOtherType(string where, Type wanted, Type found) => Error("KAP1042",
        $"{where} brings a partitioner of the type {TypeNames.Of(found)}, but {TypeNames.Of(wanted)} is needed " +
        "there. Give it one for the keys and values of the stream.");

    public static KappaException TimesDiffer(string topic) => Error("KAP1043",
        $"Topic '{topic}' is read twice, with times that are found in different ways. Read it once and share the " +
        "stream or table, or give both reads the same Consumed with its timestamp extractor.");

    public static KappaException TimesOfCaptured(string topic) => Error("KAP1044",
        $"Topic '{topic}' has captured changes, whose times are the database's: a timestamp extractor cannot change " +
        "them. Leave it out of Consumed.");

    private static KappaException Error(string code, string message) => new(code, ExitCodes.Mismatch, message);
}
