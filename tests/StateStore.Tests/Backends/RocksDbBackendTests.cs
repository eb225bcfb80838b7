namespace Kappa.StateStores.Tests;

public sealed class RocksDbBackendTests : StateBackendContract
{
    private readonly StateMemory _memory = new(new StateOptions());

    private protected override IStateBackend Open() => OpenState();

    private RocksDbBackend OpenState() => RocksDbBackend.Open(Scratch["state"], Stores, _memory);

    public override void Dispose()
    {
        _memory.Dispose();
        base.Dispose();
    }

    [Fact]
    public void What_was_written_is_there_again_after_a_close()
    {
        using (IStateBackend backend = Open()) { Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1)); }

        using IStateBackend again = Open();

        Assert.Equal("p1", Text(again.Position));
        Assert.Equal(("1", 1L), Get(again, 0, "a"));
        Assert.False(again.Store(0).IsEmpty);
        Assert.True(again.Store(1).IsEmpty);
    }

    [Fact]
    public void Stores_are_found_by_name_when_their_order_changed()
    {
        using (IStateBackend backend = Open()) { Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1)); }

        using RocksDbBackend again = RocksDbBackend.Open(Scratch["state"], ["totals", "default", "counts"], _memory);

        Assert.Null(Get(again, 0, "a"));
        Assert.Equal(("1", 1L), Get(again, 2, "a"));
    }

    [Fact]
    public void A_store_that_is_missing_in_the_directory_is_made()
    {
        Open().Dispose();

        using RocksDbBackend again = RocksDbBackend.Open(Scratch["state"], [.. Stores, "new"], _memory);

        Write(again, "p1", batch => Put(batch, 3, "a", "1", 1));
        Assert.Equal(("1", 1L), Get(again, 3, "a"));
    }

    [Fact]
    public void A_store_that_is_not_in_the_list_is_refused_with_its_name()
    {
        Open().Dispose();

        KappaException error = Assert.Throws<KappaException>(
            () => RocksDbBackend.Open(Scratch["state"], ["counts", "default"], _memory));

        Assert.Equal(("KAP3002", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains("'totals'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_open_is_refused()
    {
        using IStateBackend backend = Open();

        KappaException error = Assert.Throws<KappaException>(Open);

        Assert.Equal(("KAP3003", ExitCodes.Refused), (error.Code, error.ExitCode));
    }

    [Fact]
    public async Task A_reopen_waits_for_the_last_query_of_the_backend_before()
    {
        IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        IStateSnapshot snapshot = backend.OpenSnapshot();
        backend.Dispose();

        Task<IStateBackend> again = Task.Run(Open);
        snapshot.Dispose();

        using IStateBackend opened = await again;
        Assert.Equal("p1", Text(opened.Position));
    }

    [Fact]
    public void A_damaged_file_is_an_error_that_names_the_directory_and_the_way_out()
    {
        using (IStateBackend backend = Open()) { Write(backend, "p1", batch => Put(batch, 0, "a", "apple", 1)); }
        foreach (string table in Directory.GetFiles(Scratch["state"], "*.sst")) { File.WriteAllText(table, "damaged"); }

        KappaException error = Assert.Throws<KappaException>(() =>
        {
            using IStateBackend again = Open();
            Get(again, 0, "a");
        });

        Assert.Equal(("KAP3001", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        Assert.Contains(Scratch["state"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_opens_as_a_backend_of_its_own()
    {
        using RocksDbBackend backend = OpenState();
        Write(backend, "p1", batch => Put(batch, 2, "a", "1", 1));

        backend.Checkpoint(Scratch["checkpoint"]);
        Write(backend, "p2", batch => Put(batch, 2, "a", "2", 2));

        using RocksDbBackend copy = RocksDbBackend.Open(Scratch["checkpoint"], Stores, _memory);
        Assert.Equal("p1", Text(copy.Position));
        Assert.Equal(("1", 1L), Get(copy, 2, "a"));
        Assert.Equal(("2", 2L), Get(backend, 2, "a"));
    }

    [Fact]
    public void A_format_of_a_newer_Kappa_is_refused()
    {
        KappaException error = RocksDbErrors.UnknownFormat("/data", version: 2);

        Assert.Equal(("KAP3005", ExitCodes.Mismatch), (error.Code, error.ExitCode));
    }

    [Fact]
    public void A_close_after_a_write_that_failed_half_way_leaves_no_half_of_it()
    {
        IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        backend.Flush();
        var half = (RocksDbBatch)backend.BeginBatch();
        half.Put(0, "a"u8, new byte[5 << 20], 2); // Fills the first native batch; the second one fails.
        var failing = new RocksDbChunk();
        failing.Put(family: 999, "a"u8, "x"u8, 2);
        half.Chunks.Add(failing);
        KappaException error = Assert.Throws<KappaException>(() => backend.Write(half, "p2"u8));
        backend.Dispose();

        using IStateBackend again = Open();

        Assert.Equal("KAP3001", error.Code);
        Assert.Equal("p1", Text(again.Position));
        Assert.Equal(("1", 1L), Get(again, 0, "a"));
    }

    [Fact]
    public void A_crash_loses_what_was_not_flushed_and_nothing_else()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        backend.Flush();
        Write(backend, "p2", batch => Put(batch, 0, "a", "2", 2));

        string image = Scratch.CrashImage(Scratch["state"], "image");

        using RocksDbBackend again = RocksDbBackend.Open(image, Stores, _memory);
        Assert.Equal("p1", Text(again.Position));
        Assert.Equal(("1", 1L), Get(again, 0, "a"));
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_a_large_write_never_leaves_half_of_it_on_disk()
    {
        const int Rows = 150;
        using StateMemory small = new(new StateOptions { BackendBytes = StateOptions.LeastBackendBytes });
        using RocksDbBackend backend = RocksDbBackend.Open(Scratch["state"], Stores, small);
        Task writer = Task.Run(() =>
        {
            for (int generation = 1; generation <= 12; generation++)
            {
                int number = generation;
                Write(backend, $"p{number}", batch => Generations.Fill(batch, number, Rows, rowBytes: 60_000));
            }
        });

        int images = 0;
        do { CheckImage(Scratch.CrashImage(Scratch["state"], $"image{images++}"), small, Rows); }
        while (!writer.IsCompleted);

        await writer;
        TestContext.Current.TestOutputHelper?.WriteLine($"{images} crash images");
    }

    [Fact]
    public void A_write_that_fails_in_the_middle_leaves_the_write_before_on_disk()
    {
        using StateMemory small = new(new StateOptions { BackendBytes = StateOptions.LeastBackendBytes });
        RocksDbBackend backend = RocksDbBackend.Open(Scratch["state"], Stores, small);
        Write(backend, "p1", batch => Generations.Fill(batch, 1, rowsPerStore: 300, rowBytes: 60_000));
        backend.Flush();

        KappaException error = Assert.Throws<KappaException>(() => WriteAndFail(backend, generation: 2));
        InvalidOperationException next = Assert.Throws<InvalidOperationException>(() => Write(backend, "p3", _ => { }));
        backend.Dispose();

        Assert.Equal("KAP3001", error.Code);
        Assert.Contains(Scratch["state"], next.Message, StringComparison.Ordinal);
        using RocksDbBackend again = RocksDbBackend.Open(Scratch["state"], Stores, small);
        using IStateSnapshot snapshot = again.OpenSnapshot();
        Assert.Equal("p1", Text(again.Position));
        Assert.Equal(1, Generations.Check(snapshot, rowsPerStore: 300));
    }

    [Fact]
    public void A_small_commit_allocates_its_position_and_no_more_once_warm()
    {
        using IStateBackend backend = Open();
        byte[] row = new byte[16];

        long allocated = Allocation.Of(() =>
        {
            StateBatch batch = backend.BeginBatch();
            for (int entry = 0; entry < 5000; entry++)
            {
                BitConverter.TryWriteBytes(row, entry);
                batch.Put(0, row, row, entry);
            }

            backend.Write(batch, "p"u8);
        });

        Assert.InRange(allocated, 0, 100);
    }

    // About 36 MB, and in the last chunk a column family that there is not.
    private static void WriteAndFail(RocksDbBackend backend, int generation)
    {
        RocksDbBatch batch = (RocksDbBatch)backend.BeginBatch();
        Generations.Fill(batch, generation, rowsPerStore: 300, rowBytes: 60_000);
        batch.Chunks[^1].Put(family: 99, [], [], 1);
        backend.Write(batch, "p2"u8);
    }

    private static void CheckImage(string image, StateMemory memory, int rows)
    {
        using (RocksDbBackend crashed = RocksDbBackend.Open(image, Stores, memory))
        {
            using IStateSnapshot snapshot = crashed.OpenSnapshot();
            int generation = Generations.Check(snapshot, rows);
            string? expected = generation == 0 ? null : $"p{generation}";
            Assert.Equal(expected, Text(crashed.Position));
        }

        Directory.Delete(image, recursive: true);
    }
}
