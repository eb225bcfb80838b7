using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Finds the directories of partitions at a path.</summary>
internal static class PartitionDirectories
{
    /// <summary>
    /// The path itself, where segments lie in it; else those in it, or in the log of the data directory that it is.
    /// </summary>
    /// <exception cref="KappaException">KAP7152 (exit 3): there are none.</exception>
    public static IReadOnlyList<PartitionDirectory> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            throw CliErrors.NoPartitions(path);
        }

        string log = new DataDirectory(path).Log;
        string[] candidates = HasSegments(path) ? [path] : Directory.GetDirectories(Directory.Exists(log) ? log : path);
        PartitionDirectory[] found = [.. candidates.Where(HasSegments).Order(StringComparer.Ordinal)
            .Select(directory => PartitionDirectory.Open(DiskFileSystem.Instance, directory))];
        return found.Length > 0 ? found : throw CliErrors.NoPartitions(path);
    }

    private static bool HasSegments(string directory) => Directory.EnumerateFiles(directory, "*.log")
        .Any(file => Path.GetFileNameWithoutExtension(file) is { Length: 20 } name && name.All(char.IsAsciiDigit));
}
