using System.Collections;
using System.Reflection;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors;
using Streamiz.Kafka.Net.State;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting;

/// <summary>
/// Members of Streamiz 1.8 that are not public and that the promise needs: they are looked up before a topology is
/// built, and a release that has them elsewhere is refused by name.
/// </summary>
internal static class StreamizInternals
{
    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private const string ByClock = "systemTimePunctuationQueue";
    private const string ByStreamTime = "streamTimePunctuationQueue";
    private const string Buffer =
        "Streamiz.Kafka.Net.State.Suppress.Internal.InMemoryTimeOrderedKeyValueChangeBuffer`2";
    private const string Task = "Streamiz.Kafka.Net.Processors.StreamTask";
    private const string Factory = "Streamiz.Kafka.Net.Processors.Internal.StateStoreFactory";
    private const string Builder = "Streamiz.Kafka.Net.Processors.Internal.InternalTopologyBuilder";
    private const string Segments = "Streamiz.Kafka.Net.State.Internal.AbstractRocksDBSegmentedBytesStore`1";

    /// <summary>Fields that a restart would begin anew, with their types and where they are.</summary>
    private static readonly (string Owner, string Name, Type Type)[] Kept =
    [
        ("Streamiz.Kafka.Net.Processors.Internal.PartitionGrouper", "streamTime", typeof(long)),
        ("Streamiz.Kafka.Net.Processors.Internal.RecordQueue", "partitionTime", typeof(long)),
        ("Streamiz.Kafka.Net.Processors.KStreamWindowAggregateProcessor`4", "observedStreamTime", typeof(long)),
        ("Streamiz.Kafka.Net.Processors.KTableSuppressProcessor`2", "observedStreamTime", typeof(long)),
        ("Streamiz.Kafka.Net.Processors.Public.TaskScheduled", "lastTime", typeof(long)),
        ("Streamiz.Kafka.Net.Processors.Public.TaskScheduled", "<IsCancelled>k__BackingField", typeof(bool)),
        ("Streamiz.Kafka.Net.State.InMemory.InMemoryWindowStore", "observedStreamTime", typeof(long)),
        ("Streamiz.Kafka.Net.State.Logging.ChangeLoggingWindowBytesStore", "seqnum", typeof(int)),
        ("Streamiz.Kafka.Net.State.RocksDbWindowStore", "seqnum", typeof(int)),
        (Segments, "observedStreamTime", typeof(long)),
    ];

    private static readonly HashSet<(string, Type)> KeptNames = [.. Kept.Select(kept => (kept.Name, kept.Type))];

    /// <summary>The threads of a <see cref="KafkaStream"/>, from which all that runs can be reached.</summary>
    public static FieldInfo Threads => Field(typeof(KafkaStream).FullName!, "threads");

    /// <summary>Looks all of them up.</summary>
    /// <exception cref="KappaException">KAP1123: one is not where it was; says which.</exception>
    public static void Check()
    {
        foreach ((string owner, string name, Type type) in Kept)
        {
            if (Field(owner, name).FieldType != type)
            {
                throw StreamizErrors.OtherRelease(Release, $"{owner}.{name}");
            }
        }

        _ = (Threads, Field(Task, ByClock), Field(Task, ByStreamTime), Field(Builder, "stateFactories"));
        _ = (Field(Factory, "storeBuilder"), Owner(Buffer), BuilderOf);
    }

    /// <summary>The release that is loaded.</summary>
    public static Version Release => typeof(KafkaStream).Assembly.GetName().Version!;

    /// <summary>Whether a field is one that a restart would begin anew.</summary>
    public static bool IsKept(FieldInfo field) => KeptNames.Contains((field.Name, field.FieldType));

    /// <summary>Whether a field has schedules of operators.</summary>
    /// <param name="field">The field.</param>
    /// <param name="byClock">Whether they go by the clock of the machine, not by stream time.</param>
    public static bool IsOfSchedules(FieldInfo field, out bool byClock)
    {
        byClock = field.Name == ByClock;
        return byClock || field.Name == ByStreamTime;
    }

    /// <summary>Whether it is a buffer of suppressed rows, which writes to its changelog when Streamiz
    /// commits.</summary>
    public static bool IsBuffer(Type type) => type.IsGenericType && type.GetGenericTypeDefinition().FullName == Buffer;

    /// <summary>How the stores of a topology are built.</summary>
    public static IEnumerable<IStoreBuilder> StoresOf(StreamizDescription topology)
    {
        var factories = (IDictionary)Field(Builder, "stateFactories").GetValue(BuilderOf.GetValue(topology))!;
        return factories.Values.Cast<object>()
            .Select(factory => (IStoreBuilder)Field(Factory, "storeBuilder").GetValue(factory)!);
    }

    /// <summary>Finds a field.</summary>
    /// <param name="owner">Full name of its type.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="KappaException">KAP1123: there is none.</exception>
    public static FieldInfo Field(string owner, string name) =>
        Owner(owner).GetField(name, Any) ?? throw StreamizErrors.OtherRelease(Release, $"{owner}.{name}");

    private static PropertyInfo BuilderOf => typeof(StreamizDescription).GetProperty("Builder", Any)
        ?? throw StreamizErrors.OtherRelease(Release, $"{typeof(StreamizDescription).FullName}.Builder");

    private static Type Owner(string name) => typeof(IStateStore).Assembly.GetType(name)
        ?? throw StreamizErrors.OtherRelease(Release, name);
}
