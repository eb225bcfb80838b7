using Kappa.StateStores;

namespace Kappa.Engine.Tests;

/// <summary>What a record into windows allocates, once what is kept has reached its size.</summary>
/// <remarks>
/// Alone: while other tests bring new code, the runtime puts off compiling what is hot, and what it makes first puts
/// numbers into boxes.
/// </remarks>
[Collection(nameof(WindowAllocationTests))]
[CollectionDefinition(nameof(WindowAllocationTests), DisableParallelization = true)]
public sealed class WindowAllocationTests(ITestOutputHelper output)
{
    private const int Keys = 1_000;
    private const int Records = 50_000; // Between two commits.
    private const long WindowMs = 100;

    private static readonly string[] Stores = ["rows", "starts"];

    [Theory]
    [InlineData(EmitStrategy.OnWindowUpdate)]
    [InlineData(EmitStrategy.OnWindowClose)]
    public void A_record_into_ten_thousand_windowed_keys_allocates_nothing_once_warm(EmitStrategy emit)
    {
        TimeWindows windows = TimeWindows.OfSizeAndGrace(
            TimeSpan.FromMilliseconds(WindowMs), TimeSpan.FromMilliseconds(9 * WindowMs));
        using MemoryBackend backend = new(Stores);
        WindowStore<long, long> store = new(
            backend.Store(0), backend.Store(1), Serdes.Int64, Serdes.Int64, WindowMs, 11 * WindowMs);
        var sink = new Counted();
        WindowAggregateProcessor<long, long, long> processor = new(
            store, windows, emit,
            new Folding<long, long, long>(new(() => 0, (_, value, total) => total + value), check: null), sink);
        long number = 0;

        // Warm are stores that have reached their size, and code that was compiled for the last time.
        long allocated = long.MaxValue;
        for (int round = 0; round < 6 || (allocated > Records / 4 && round < 60); round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int record = 0; record < Records; record++, number++)
            {
                // A window is open for some 5,000 records; one in three is late by up to nine windows.
                long time = number * WindowMs / 5_000;
                long late = number % 3 == 0 ? number % (9 * WindowMs) : 0;
                processor.Process(new Record<long, long>(number * 7 % Keys, true, 1, true, Math.Max(0, time - late)));
            }

            DirtyRows rows = store.CollectDirty();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            output.WriteLine($"{allocated / (double)Records:F3} bytes a record, {sink.Records} went on");
            store.Commit(backend, rows);
        }

        Assert.True(sink.Records > 1_000);
        Assert.InRange(allocated, 0, Records / 4); // Cursors, some a window that closes.
    }

    private sealed class Counted : Processor<Windowed<long>, Change<long>>
    {
        public long Records { get; private set; }

        public override void Process(in Record<Windowed<long>, Change<long>> record) => Records++;
    }
}
