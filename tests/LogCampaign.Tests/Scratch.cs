namespace Kappa.LogCampaign.Tests;

/// <summary>A directory of the disk that is gone after the test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kappa-campaign-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
