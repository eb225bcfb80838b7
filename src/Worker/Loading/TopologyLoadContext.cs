using System.Reflection;
using System.Runtime.Loader;

namespace Kappa.Worker;

/// <summary>
/// Loads a topology's assembly with its own libraries, and Kappa's from the host, so that types agree.
/// </summary>
internal sealed class TopologyLoadContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
{
    private readonly AssemblyDependencyResolver _resolver = new(file);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsHosts(assemblyName))
        {
            return null; // The default context answers.
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static bool IsHosts(AssemblyName name) =>
        name.Name is { } simple && simple.StartsWith("Kappa.", StringComparison.Ordinal) &&
        File.Exists(Path.Combine(AppContext.BaseDirectory, simple + ".dll"));
}
