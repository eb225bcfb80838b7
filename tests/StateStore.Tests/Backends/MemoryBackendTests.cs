namespace Kappa.StateStores.Tests;

public sealed class MemoryBackendTests : StateBackendContract
{
    private protected override IStateBackend Open() => new MemoryBackend(Stores);
}
