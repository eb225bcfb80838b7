using System.Reflection;
using System.Runtime.Loader;

namespace Kappa.Worker;

/// <summary>
/// Loads a topology's assembly with its own libraries, and Kappa's from the host, so that types agree.
/// </summary>
/// <param name="file">Full path of the .dll.</param>
/// <param name="name">What debuggers call it.</param>
internal sealed class TopologyLoadContext(string file, string name) : AssemblyLoadContext(name, isCollectible: true)
{
    private readonly AssemblyDependencyResolver _resolver = new(file);

    /// <summary>Whether an assembly is one of Kappa's that the host has.</summary>
    /// <param name="name">Simple name.</param>
    public static bool IsHosts(string? name) =>
        name is not null && name.StartsWith("Kappa.", StringComparison.Ordinal) &&
        File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsHosts(assemblyName.Name))
        {
            return null; // The default context answers.
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
