using System.Reflection;

namespace Kappa.Worker;

/// <summary>Finds the classes in an assembly that describe topologies.</summary>
internal static class TopologyClasses
{
    /// <summary>Loads an assembly and gives its topologies.</summary>
    /// <param name="context">Loads it, and stays with what is given.</param>
    /// <param name="file">Full path of the .dll.</param>
    public static List<(TopologyAttribute Name, Type Type)> Find(TopologyLoadContext context, string file) =>
        Find(LoadAssembly(context, file), file);

    /// <summary>
    /// Builds the topology that a class describes. Whatever its code throws is an error of that code.
    /// </summary>
    /// <param name="name">What the class says that it is.</param>
    /// <param name="type">One of the classes found.</param>
    /// <exception cref="KappaException">
    /// KAP5215, KAP5226: its code threw. KAP1001 and following: what is wrong with the description.
    /// </exception>
    public static Topology Build(TopologyAttribute name, Type type)
    {
        ITopology definition = Create(type);
        try
        {
            return Topology.From(definition);
        }
        catch (Exception error) when (error is not (KappaException or OutOfMemoryException))
        {
            throw WorkerErrors.BuildThrew(type, name.Name, name.Version, error);
        }
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

    private static Assembly LoadAssembly(TopologyLoadContext context, string file)
    {
        try
        {
            Assembly assembly = context.LoadFromAssemblyPath(file);
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

    private static List<(TopologyAttribute Name, Type Type)> Find(Assembly assembly, string file)
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
