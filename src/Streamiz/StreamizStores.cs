using System.Reflection;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.State.InMemory;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting;

/// <summary>Refuses stores that do not end in the same rows in a replay.</summary>
internal static class StreamizStores
{
    /// <summary>Looks at the stores of a topology.</summary>
    /// <exception cref="KappaException">KAP1121, KAP1127, KAP1128: one cannot be replayed; says which.</exception>
    public static void Check(StreamizDescription topology)
    {
        foreach (IStoreBuilder store in StreamizInternals.StoresOf(topology))
        {
            if (ValueOf(store, "CachingEnabled") is true)
            {
                throw StreamizErrors.CachesRecords($"the store '{store.Name}', WithCachingEnabled");
            }

            if (!store.LoggingEnabled)
            {
                throw StreamizErrors.NotLogged(store.Name);
            }

            if (FieldOf(store, "supplier") is InMemoryWindowStoreSupplier { RetainDuplicates: true })
            {
                throw StreamizErrors.DuplicatesInMemory(store.Name);
            }
        }
    }

    // A builder that a user wrote has neither, and then nothing is known of it.
    private static object? ValueOf(IStoreBuilder store, string property) =>
        store.GetType().GetProperty(property, typeof(bool))?.GetValue(store);

    private static object? FieldOf(IStoreBuilder store, string field) =>
        store.GetType().GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(store);
}
