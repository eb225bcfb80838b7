using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>Finds the native library that Confluent.Kafka has loaded: both use the same one.</summary>
/// <remarks>
/// Confluent.Kafka chooses among several builds of librdkafka (one needs SASL libraries that a machine may not have),
/// so a name alone does not say which one it is.
/// </remarks>
internal static class RdKafkaLibrary
{
    /// <summary>The name that the imports of <see cref="RdKafka"/> give; it is none of a file.</summary>
    public const string Name = "librdkafka-loaded";

    private static readonly Lazy<(nint Handle, string Path)> Loaded = new(Load);

    static RdKafkaLibrary()
    {
        NativeLibrary.SetDllImportResolver(typeof(RdKafkaLibrary).Assembly, Resolve);
    }

    /// <summary>Version and file of the library.</summary>
    public static string Description =>
        $"librdkafka {Confluent.Kafka.Library.VersionString} ({System.IO.Path.GetFileName(Loaded.Value.Path)})";

    /// <summary>Loads the library, if that has not happened yet.</summary>
    public static void Ensure() => _ = Loaded.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Name ? Loaded.Value.Handle : 0;

    private static (nint Handle, string Path) Load()
    {
        if (!Confluent.Kafka.Library.IsLoaded)
        {
            Confluent.Kafka.Library.Load();
        }

        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            using (module)
            {
                if (module.FileName?.Contains("rdkafka", StringComparison.OrdinalIgnoreCase) == true
                    && !module.FileName.EndsWith(".dll.config", StringComparison.Ordinal))
                {
                    return (NativeLibrary.Load(module.FileName), module.FileName);
                }
            }
        }

        throw KafkaErrors.NoNativeLibrary();
    }
}
