namespace Kappa.Logs.Tests;

public sealed class MemoryLogTests : EmbeddedLogTests
{
    protected override ILog Log { get; } = EmbeddedLog.InMemory();

    public override void Dispose() => Log.Dispose();
}
