namespace Kappa.Tests;

/// <summary>A test with a registry, and a folder for the file of its answers.</summary>
public abstract class RegistryTest : IDisposable
{
    private protected RegistryStandIn StandIn { get; } = new();

    private protected Folder Folder { get; } = new();

    private protected string Answers => Folder["schemas.jsonl"];

    public void Dispose()
    {
        StandIn.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
