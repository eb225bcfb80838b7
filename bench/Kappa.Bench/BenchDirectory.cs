using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>The directory of a benchmark: made for it, and deleted at its end.</summary>
internal static class BenchDirectory
{
    /// <summary>Opens a log in it and does the work.</summary>
    /// <exception cref="KappaException">KAP7901 (exit 5): the directory exists.</exception>
    public static T Use<T>(BenchOptions options, Func<EmbeddedLog, T> work)
    {
        if (Directory.Exists(options.Directory))
        {
            throw new KappaException(
                "KAP7901", ExitCodes.Refused,
                $"The benchmark's directory '{options.Directory}' exists already, and a benchmark deletes its " +
                "directory at the end. " +
                "Name one that does not exist.");
        }

        Directory.CreateDirectory(options.Directory);
        try
        {
            using EmbeddedLog log = EmbeddedLog.Open(
                DiskFileSystem.Instance, Path.Combine(options.Directory, "log"));
            return work(log);
        }
        finally
        {
            Directory.Delete(options.Directory, recursive: true);
        }
    }
}
