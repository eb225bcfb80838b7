namespace Kappa.StateStores.Tests;

/// <summary>Counts what code allocates on this thread.</summary>
internal static class Allocation
{
    private const int WarmUps = 3;

    /// <summary>Bytes that the last of several runs allocated.</summary>
    public static long Of(Action run)
    {
        for (int warmUp = 0; warmUp < WarmUps; warmUp++) { run(); }
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
