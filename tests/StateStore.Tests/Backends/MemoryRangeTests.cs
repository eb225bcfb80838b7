namespace Kappa.StateStores.Tests;

public sealed class MemoryRangeTests : StateRangeContract
{
    private protected override IStateBackend Open() => new MemoryBackend(Stores);
}
