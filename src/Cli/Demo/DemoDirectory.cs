using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>The directory of a demo, known by the mark that the first one left in it.</summary>
internal sealed class DemoDirectory : IDisposable
{
    private const string MarkName = ".kappa-demo";
    private const string MarkText =
        "Made by `kappa demo`. The next demo here deletes `log`, `state`, `snapshots` and `artifacts`, and makes " +
        "them afresh.\n";

    private readonly DirectoryOwner _owner;

    private DemoDirectory(DirectoryOwner owner, string path, bool isAfresh)
    {
        (_owner, Data, IsAfresh) = (owner, new DataDirectory(path), isAfresh);
    }

    public DataDirectory Data { get; }

    /// <summary>Whether an earlier demo was here and is gone now.</summary>
    public bool IsAfresh { get; }

    /// <summary>Takes a directory and empties it, if a demo made it.</summary>
    /// <exception cref="KappaException">
    /// KAP7102 (exit 5): something else is there; it is untouched. KAP2002 (exit 5): a process works on it.
    /// </exception>
    public static DemoDirectory Take(string path)
    {
        string mark = Path.Combine(path, MarkName);
        bool isMarked = File.Exists(mark);
        bool isEmpty = !File.Exists(path) &&
            (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any());
        if (!isMarked && !isEmpty)
        {
            throw CliErrors.NotADemo(path);
        }

        try
        {
            Directory.CreateDirectory(path);
            if (!isMarked)
            {
                // First of all, so that a demo that was killed can be made afresh.
                File.WriteAllText(mark, MarkText);
            }

            DirectoryOwner owner = DirectoryOwner.Take(path);
            var data = new DataDirectory(path);
            bool isAfresh = Delete(data.Log) | Delete(data.State) | Delete(data.Snapshots) | Delete(data.Artifacts);
            return new DemoDirectory(owner, path, isAfresh);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.NoAccess(path, error);
        }
    }

    public void Dispose() => _owner.Dispose();

    private static bool Delete(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }

        Directory.Delete(directory, recursive: true);
        return true;
    }
}
