using Microsoft.Extensions.DependencyInjection;

namespace Kappa.Hosting;

/// <summary>Says what the worker of a host runs, and what of it the host's own code is given.</summary>
public sealed class KappaBuilder
{
    internal KappaBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Runs a version of a topology: the highest becomes live at the first start, others are registered.
    /// </summary>
    /// <typeparam name="T">A class that is marked with <see cref="TopologyAttribute"/>.</typeparam>
    /// <remarks>
    /// A version with data keeps the code that this process has: a version whose graph has changed is refused
    /// (KAP4006). Write the next version beside it, and replay.
    /// </remarks>
    public KappaBuilder AddTopology<T>()
        where T : ITopology, new()
    {
        Services.AddSingleton(new HostedTopology(() => new T()));
        return this;
    }

    /// <summary>Gives the host's code a store: an <see cref="IStore{TKey,TValue}"/>.</summary>
    /// <typeparam name="TKey">Type of its keys.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="store">
    /// Name of the store, which is also the key of a keyed service, where there are several.
    /// </param>
    public KappaBuilder AddStore<TKey, TValue>(string topology, string store)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(store);
        Services.AddKeyedSingleton<IStore<TKey, TValue>>(
            store, (services, _) => new Store<TKey, TValue>(
                services.GetRequiredService<KappaWorker>(), topology, store));
        Services.AddSingleton(services => services.GetRequiredKeyedService<IStore<TKey, TValue>>(store));
        return this;
    }

    /// <summary>Gives the host's code a topic to write to: an <see cref="ITopic{TKey,TValue}"/>.</summary>
    /// <typeparam name="TKey">Type of its keys.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="topic">
    /// Name of the topic, which is also the key of a keyed service, where there are several.
    /// </param>
    /// <param name="keySerde">Writes the keys.</param>
    /// <param name="valueSerde">Writes the values.</param>
    /// <param name="partitions">Partitions of the topic where it has to be created; 1 or more.</param>
    public KappaBuilder AddTopic<TKey, TValue>(
        string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, int partitions = 4)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(keySerde);
        ArgumentNullException.ThrowIfNull(valueSerde);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        Services.AddSingleton(new HostedTopic(topic, partitions));
        Services.AddKeyedSingleton<ITopic<TKey, TValue>>(
            topic, (services, _) => new Topic<TKey, TValue>(
                services.GetRequiredService<KappaWorker>(), topic, keySerde, valueSerde));
        Services.AddSingleton(services => services.GetRequiredKeyedService<ITopic<TKey, TValue>>(topic));
        return this;
    }
}
