namespace Kappa.Logs;

/// <summary>The names that librdkafka knows, and those that are Kappa's to set.</summary>
internal static unsafe class KafkaPropertyNames
{
    private const int Unknown = -2; // RD_KAFKA_CONF_UNKNOWN

    private static readonly Dictionary<string, string> Reserved = new()
    {
        ["transactional.id"] = "each instance of a version has its own",
        ["enable.idempotence"] = "Kappa's producers are always idempotent",
        ["isolation.level"] = "Kappa reads what was committed",
        ["group.id"] = "each instance of a version has its own",
        ["enable.auto.commit"] = "offsets are committed with the results",
        ["enable.auto.offset.store"] = "offsets are committed with the results",
        ["auto.offset.reset"] = "an offset that is gone is an error, never a jump",
        ["enable.partition.eof"] = "Kappa follows the ends of partitions",
        ["acks"] = "Kappa's producers wait for all replicas that are in sync",
    };

    /// <summary>Refuses a name that librdkafka does not know, naming the nearest, or that is Kappa's to set.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="bare">Without the prefix of a client.</param>
    public static void Check(string name, string bare)
    {
        if (Reserved.TryGetValue(bare, out string? reason))
        {
            throw KafkaThrow.PropertyReserved(name, reason);
        }

        RdKafkaLibrary.Ensure();
        nint conf = RdKafka.ConfNew();
        try
        {
            nuint bytes = 0;
            if (RdKafka.ConfGet(conf, bare, null, ref bytes) == Unknown)
            {
                throw KafkaThrow.PropertyUnknown(name, NearestName.Suggestion(bare, Names(conf)));
            }
        }
        finally
        {
            RdKafka.ConfDestroy(conf);
        }
    }

    private static List<string> Names(nint conf)
    {
        byte** dump = RdKafka.ConfDump(conf, out nuint count);
        List<string> names = [];
        for (nuint i = 0; i < count; i += 2)
        {
            names.Add(RdKafka.Text(dump[i]));
        }

        RdKafka.ConfDumpFree(dump, count);
        return names;
    }
}
