namespace Kappa.Snapshots.Tests;

internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kappa-snapshots-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
