using System.Reflection;

namespace Kappa.Worker;

/// <summary>Finds the topologies in an assembly. Their code is trusted: it may do whatever this process may.</summary>
internal static class TopologyLoader
{
    /// <summary>Loads an assembly and builds the versions to run: one of each topology in it.</summary>
    /// <param name="file">Path of the .dll.</param>
    /// <param name="version">The version to run; null takes the highest of each topology.</param>
    public static IReadOnlyList<Topology> Load(string file, int? version)
    {
        List<(TopologyAttribute Name, Type Type)> found = FindClasses(LoadAssembly(file), file);
        foreach (IGrouping<(string, int), (TopologyAttribute Name, Type Type)> same in
            found.GroupBy(item => (item.Name.Name, item.Name.Version)).Where(group => group.Count() > 1))
        {
            throw WorkerErrors.SameVersionTwice(
                same.Key.Item1, same.Key.Item2, same.First().Type, same.Last().Type);
        }

        var topologies = found.GroupBy(item => item.Name.Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (version is not null && topologies.Count > 1)
        {
            throw WorkerErrors.SeveralTopologies(topologies.Select(group => group.Key));
        }

        return [.. topologies.Select(group => Build(group.Key, group, version))];
    }

    private static Topology Build(
        string name, IEnumerable<(TopologyAttribute Name, Type Type)> versions, int? version)
    {
        var ordered = versions.OrderBy(item => item.Name.Version).ToList();
        Type? type = version is null ? ordered[^1].Type : ordered.Find(item => item.Name.Version == version).Type;
        return type is null
            ? throw WorkerErrors.NoSuchVersion(name, version!.Value, ordered.Select(item => item.Name.Version))
            : Topology.From(Create(type));
    }

    private static ITopology Create(Type type)
    {
        try
        {
            return (ITopology)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException error)
        {
            throw WorkerErrors.CannotCreate(type, error.InnerException ?? error);
        }
        catch (MissingMethodException error)
        {
            throw WorkerErrors.CannotCreate(type, error);
        }
    }

    private static Assembly LoadAssembly(string file)
    {
        try
        {
            Assembly assembly = new TopologyLoadContext(file).LoadFromAssemblyPath(file);
            CheckVersions(assembly, file);
            return assembly;
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            throw WorkerErrors.CannotLoad(file, error);
        }
    }

    /// <summary>Before 1.0 the second number of a version may break what was built against another.</summary>
    private static void CheckVersions(Assembly assembly, string file)
    {
        Version here = typeof(ITopology).Assembly.GetName().Version!;
        foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
        {
            if (reference.Name is "Kappa.Abstractions" or "Kappa.Topology" && reference.Version is { } built &&
                (built.Major != here.Major || built.Minor != here.Minor))
            {
                throw WorkerErrors.OtherKappa(file, reference.Name, built, here);
            }
        }
    }

    private static List<(TopologyAttribute Name, Type Type)> FindClasses(Assembly assembly, string file)
    {
        var found = new List<(TopologyAttribute, Type)>();
        string? wrongClass = null;
        foreach (Type type in TypesOf(assembly, file))
        {
            // What a project keeps to itself it does not deploy.
            if (type.IsAbstract || !type.IsVisible || type.GetCustomAttribute<TopologyAttribute>() is not { } name)
            {
                continue;
            }

            if (typeof(ITopology).IsAssignableFrom(type))
            {
                found.Add((name, type));
            }
            else
            {
                wrongClass = type.FullName;
            }
        }

        return found.Count > 0 ? found : throw WorkerErrors.NoTopology(file, wrongClass);
    }

    private static Type[] TypesOf(Assembly assembly, string file)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            // Types whose libraries are not there cannot be topologies that run; the others may.
            Type[] loaded = [.. error.Types.OfType<Type>()];
            return loaded.Length > 0 ? loaded : throw WorkerErrors.CannotLoad(file, error.LoaderExceptions[0] ?? error);
        }
    }
}
