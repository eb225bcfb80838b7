namespace Kappa.Logs;

/// <summary>Paths of files in memory: forward slashes, and none at either end; "" is the root.</summary>
internal static class MemoryPath
{
    /// <summary>What an operating system says of a file or directory that is not there.</summary>
    public const string Missing = "errno 2 (No such file or directory)";

    public static string Normal(string path) => path.Replace('\\', '/').Trim('/');

    public static string Parent(string path) => path.LastIndexOf('/') is >= 0 and int slash ? path[..slash] : "";

    public static bool IsUnder(string path, string directory) =>
        directory.Length == 0 || path.StartsWith(directory + "/", StringComparison.Ordinal);

    /// <summary>The names of what lies in a directory itself, in ordinal order.</summary>
    /// <param name="entries">All paths.</param>
    /// <param name="directory">The directory, as it was given.</param>
    public static string[] List(IEnumerable<string> entries, string directory)
    {
        string full = Normal(directory);
        string[] names = [.. entries.Where(entry => entry.Length > 0 && entry != full && Parent(entry) == full)
            .Select(entry => full.Length == 0 ? entry : entry[(full.Length + 1)..])];
        Array.Sort(names, string.CompareOrdinal);
        return names;
    }
}
