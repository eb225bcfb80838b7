namespace Kappa.Logs.Tests;

/// <summary>A directory of the disk that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kappa-log-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
