namespace Kappa.Kafka;

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

    // The library lists only what has a value.
    private static readonly string[] WithoutDefault =
    [
        "bootstrap.servers", "message.timeout.ms", "sasl.kerberos.keytab", "sasl.oauthbearer.client.id",
        "sasl.oauthbearer.client.secret", "sasl.oauthbearer.config", "sasl.oauthbearer.scope",
        "sasl.oauthbearer.token.endpoint.url", "sasl.password", "sasl.username", "ssl.ca.location", "ssl.ca.pem",
        "ssl.certificate.location", "ssl.certificate.pem", "ssl.cipher.suites", "ssl.crl.location",
        "ssl.key.location", "ssl.key.password", "ssl.key.pem", "ssl.keystore.location", "ssl.keystore.password",
    ];

    /// <summary>Refuses a name that librdkafka does not know, naming the nearest, or that is Kappa's to set.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="bare">Without the prefix of a client.</param>
    public static void Check(string name, string bare)
    {
        if (Reserved.TryGetValue(bare, out string? reason))
        {
            throw KafkaErrors.PropertyReserved(name, reason);
        }

        RdKafkaLibrary.Ensure();
        nint conf = RdKafka.ConfNew();
        try
        {
            // A value would be asked for in vain: the library says "unknown" also of one that is not set.
            byte* error = stackalloc byte[RdKafka.ErrorStringBytes];
            if (RdKafka.ConfSet(conf, bare, "", error, RdKafka.ErrorStringBytes) == Unknown)
            {
                throw KafkaErrors.PropertyUnknown(name, NearestName.Suggestion(bare, Names(conf)));
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
        List<string> names = [.. WithoutDefault];
        for (nuint i = 0; i < count; i += 2)
        {
            names.Add(RdKafka.Text(dump[i]));
        }

        RdKafka.ConfDumpFree(dump, count);
        return names;
    }
}
