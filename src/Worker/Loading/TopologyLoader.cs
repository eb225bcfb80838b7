using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Kappa.Worker;

/// <summary>
/// Loads versions of topologies, each in a load context of its own. Their code is trusted: it may do whatever this
/// process may.
/// </summary>
internal static class TopologyLoader
{
    // Nothing else keeps a context: types in use keep their assembly, but not the context, and without it a library
    // that is first needed by a later record is not found.
    private static readonly ConcurrentDictionary<Topology, TopologyLoadContext> Loaded = new();

    /// <summary>Loads all versions of all topologies in an assembly, by name and number.</summary>
    /// <param name="file">Full path of the .dll.</param>
    /// <exception cref="KappaException">KAP5209, KAP5212 to KAP5215, or what is wrong with a description.</exception>
    public static IReadOnlyList<LoadedVersion> LoadAll(string file) =>
        LoadAll(file, (_, _, error) => ExceptionDispatchInfo.Throw(error));

    /// <summary>Loads those versions of all topologies in an assembly that can be loaded.</summary>
    /// <param name="file">Full path of the .dll.</param>
    /// <param name="failed">Is told of each other one: topology, version, and what is wrong with its code.</param>
    /// <exception cref="KappaException">KAP5209, KAP5213, KAP5214: nothing of the assembly can be loaded.</exception>
    public static IReadOnlyList<LoadedVersion> LoadAll(string file, Action<string, int, KappaException> failed)
    {
        var loaded = new List<LoadedVersion>();
        foreach ((string topology, int version, string className) in
            Names(file).DistinctBy(one => (one.Topology, one.Version)))
        {
            try
            {
                loaded.Add(new LoadedVersion(LoadOne(file, topology, version), className));
            }
            catch (KappaException error)
            {
                failed(topology, version, error);
            }
        }

        return loaded;
    }

    /// <summary>Loads one version in a fresh load context: it shares no static state with another one.</summary>
    /// <param name="file">Full path of the .dll.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="version">Number of the version.</param>
    /// <returns>The topology, ready to run. Its code stays loaded until <see cref="Unload"/>.</returns>
    /// <exception cref="KappaException">
    /// KAP5225: the assembly has no such topology. KAP5210: it has no such version. Or as for
    /// <see cref="LoadAll(string)"/>.
    /// </exception>
    public static Topology LoadOne(string file, string topology, int version)
    {
        TopologyLoadContext context = Open(file, $"{topology}.v{version}");
        try
        {
            (TopologyAttribute name, Type type) = Choose(TopologyClasses.Find(context, file), file, topology, version);
            Topology built = TopologyClasses.Build(name, type);
            Loaded[built] = context;
            return built;
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Lets the code of a version go, once nothing of it is in use any more.</summary>
    /// <param name="topology">
    /// What was loaded; its engine has stopped, since from now on no further library can be loaded for it. Others are
    /// left alone.
    /// </param>
    public static void Unload(Topology topology)
    {
        if (Loaded.TryRemove(topology, out TopologyLoadContext? context))
        {
            context.Unload();
        }
    }

    /// <summary>Loads the versions to run: one of each topology in an assembly.</summary>
    /// <param name="file">Full path of the .dll.</param>
    /// <param name="version">The version to run; null takes the highest of each topology.</param>
    /// <exception cref="KappaException">
    /// KAP5210: there is no such version. KAP5211: there are several topologies. Or as for
    /// <see cref="LoadAll(string)"/>.
    /// </exception>
    public static IReadOnlyList<Topology> Load(string file, int? version)
    {
        var topologies = Names(file).GroupBy(one => one.Topology).ToList();
        return version is not null && topologies.Count > 1
            ? throw WorkerErrors.SeveralTopologies(topologies.Select(group => group.Key))
            : [.. topologies.Select(group => LoadOne(file, group.Key, version ?? group.Max(one => one.Version)))];
    }

    /// <summary>What an assembly has, by name and number. Its code is let go again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<(string Topology, int Version, string ClassName)> Names(string file)
    {
        TopologyLoadContext context = Open(file, Path.GetFileNameWithoutExtension(file));
        try
        {
            return [.. TopologyClasses.Find(context, file)
                .Select(item => (item.Name.Name, item.Name.Version, item.Type.FullName!))
                .OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Version)];
        }
        finally
        {
            context.Unload();
        }
    }

    private static TopologyLoadContext Open(string file, string name)
    {
        try
        {
            return new TopologyLoadContext(file, name);
        }
        catch (InvalidOperationException error)
        {
            throw WorkerErrors.CannotLoad(file, error); // Its .deps.json cannot be read.
        }
    }

    private static (TopologyAttribute Name, Type Type) Choose(
        List<(TopologyAttribute Name, Type Type)> found, string file, string topology, int version)
    {
        List<(TopologyAttribute Name, Type Type)> versions = found.FindAll(item => item.Name.Name == topology);
        if (versions.Count == 0)
        {
            throw WorkerErrors.NoSuchTopology(file, topology, found.Select(item => item.Name.Name).Distinct());
        }

        List<(TopologyAttribute Name, Type Type)> same = versions.FindAll(item => item.Name.Version == version);
        return same.Count switch
        {
            0 => throw WorkerErrors.NoSuchVersion(
                topology, version, versions.Select(item => item.Name.Version).Distinct().Order()),
            1 => same[0],
            _ => throw WorkerErrors.SameVersionTwice(topology, version, same[0].Type, same[^1].Type),
        };
    }
}
