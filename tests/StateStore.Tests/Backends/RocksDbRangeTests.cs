namespace Kappa.StateStores.Tests;

public sealed class RocksDbRangeTests : StateRangeContract
{
    private readonly StateMemory _memory = new(new StateOptions());

    private protected override IStateBackend Open() => RocksDbBackend.Open(Scratch["state"], Stores, _memory);

    public override void Dispose()
    {
        _memory.Dispose();
        base.Dispose();
    }
}
