namespace Kappa.Replay.Tests;

/// <summary>A directory on the disk for one test.</summary>
internal sealed class PlanDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kappa-plan-").FullName;

    /// <summary>All that is in it, with lengths.</summary>
    public string[] Files() =>
        [.. Directory.GetFileSystemEntries(Path, "*", SearchOption.AllDirectories)
            .Select(path => $"{path} {(File.Exists(path) ? new FileInfo(path).Length : -1)}")
            .Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
