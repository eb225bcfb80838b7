using System.Buffers;

namespace Kappa.StateStores.Tests;

/// <summary>What every backend does; one class a backend runs it.</summary>
public abstract class StateBackendContract : StateBackendSite
{
    [Fact]
    public void A_new_backend_has_no_position_and_empty_stores()
    {
        using IStateBackend backend = Open();

        Assert.Null(backend.Position);
        Assert.True(backend.Store(0).IsEmpty);
        Assert.Null(Get(backend, 0, "a"));
    }

    [Fact]
    public void A_written_row_is_read_with_its_timestamp()
    {
        using IStateBackend backend = Open();

        Write(backend, "p1", batch => Put(batch, 1, "a", "apple", 42));

        Assert.Equal(("apple", 42L), Get(backend, 1, "a"));
    }

    [Fact]
    public void Stores_do_not_see_each_others_rows()
    {
        using IStateBackend backend = Open();

        Write(backend, "p1", batch => Put(batch, 1, "a", "apple", 42));

        Assert.Null(Get(backend, 0, "a"));
        Assert.Null(Get(backend, 2, "a"));
        Assert.True(backend.Store(0).IsEmpty);
        Assert.False(backend.Store(1).IsEmpty);
    }

    [Fact]
    public void The_position_is_that_of_the_last_write()
    {
        using IStateBackend backend = Open();

        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        Write(backend, "p2", _ => { });

        Assert.Equal("p2", Text(backend.Position));
    }

    [Fact]
    public void The_last_entry_of_a_key_in_a_batch_wins()
    {
        using IStateBackend backend = Open();

        Write(backend, "p1", batch =>
        {
            Put(batch, 0, "a", "old", 1);
            batch.Delete(0, "a"u8);
            Put(batch, 0, "a", "new", 3);
            Put(batch, 0, "b", "gone", 4);
            batch.Delete(0, "b"u8);
        });

        Assert.Equal(("new", 3L), Get(backend, 0, "a"));
        Assert.Null(Get(backend, 0, "b"));
    }

    [Fact]
    public void A_deleted_row_is_gone()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));

        Write(backend, "p2", batch => batch.Delete(0, "a"u8));

        Assert.Null(Get(backend, 0, "a"));
    }

    [Fact]
    public void A_cleared_batch_writes_nothing_but_the_position()
    {
        using IStateBackend backend = Open();
        StateBatch batch = backend.BeginBatch();
        Put(batch, 0, "a", "1", 1);

        batch.Clear();
        backend.Write(batch, "p1"u8);

        Assert.Null(Get(backend, 0, "a"));
        Assert.True(backend.Store(0).IsEmpty);
        Assert.Equal("p1", Text(backend.Position));
    }

    [Fact]
    public void An_abandoned_batch_leaves_nothing_to_the_next_one()
    {
        using IStateBackend backend = Open();
        Put(backend.BeginBatch(), 0, "a", "1", 1);

        Write(backend, "p1", batch => Put(batch, 1, "b", "1", 1));

        Assert.Null(Get(backend, 0, "a"));
        Assert.True(backend.Store(0).IsEmpty);
    }

    [Fact]
    public void Empty_keys_and_values_are_rows_like_any_other()
    {
        using IStateBackend backend = Open();

        Write(backend, "p1", batch =>
        {
            Put(batch, 0, "", "of the empty key", -1);
            Put(batch, 0, "a", "", long.MinValue);
        });

        Assert.Equal(("of the empty key", -1L), Get(backend, 0, ""));
        Assert.Equal(("", long.MinValue), Get(backend, 0, "a"));
    }

    [Fact]
    public void A_row_larger_than_a_chunk_is_written_whole()
    {
        using IStateBackend backend = Open();
        string large = new('x', 9 << 20);

        Write(backend, "p1", batch => Put(batch, 0, "a", large, 1));

        Assert.Equal((large, 1L), Get(backend, 0, "a"));
    }

    [Fact]
    public void A_snapshot_does_not_change_with_later_writes()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        using IStateSnapshot snapshot = backend.OpenSnapshot();

        Write(backend, "p2", batch =>
        {
            Put(batch, 0, "a", "2", 2);
            Put(batch, 0, "b", "2", 2);
        });

        Assert.Equal("p1", Text(snapshot.Position));
        Assert.Equal(["a=1@1"], Rows(snapshot, 0));
        Assert.Equal(("2", 2L), Get(backend, 0, "a"));
    }

    [Fact]
    public void A_scan_goes_in_the_order_of_key_bytes_from_the_first_key_on()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch =>
        {
            foreach (string key in new[] { "b", "ab", "é", "a", "c" }) { Put(batch, 0, key, key, 1); }
        });
        using IStateSnapshot snapshot = backend.OpenSnapshot();

        Assert.Equal(["a=a@1", "ab=ab@1", "b=b@1", "c=c@1", "é=é@1"], Rows(snapshot, 0));
        Assert.Equal(["b=b@1", "c=c@1", "é=é@1"], Rows(snapshot, 0, "aba"));
        Assert.Empty(Rows(snapshot, 1));
    }

    [Fact]
    public void A_snapshot_outlives_its_backend()
    {
        IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        IStateSnapshot snapshot = backend.OpenSnapshot();

        backend.Dispose();

        Assert.Equal(["a=1@1"], Rows(snapshot, 0));
        snapshot.Dispose();
    }

    [Fact]
    public void A_cursor_outlives_its_snapshot_and_backend()
    {
        IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        IStateSnapshot snapshot = backend.OpenSnapshot();
        IRowCursor cursor = snapshot.Scan(0, []);

        backend.Dispose();
        Assert.True(cursor.MoveNext());
        Assert.Equal("a"u8, cursor.Key);
        cursor.Dispose();

        snapshot.Dispose();
    }

    [Fact]
    public async Task Queries_never_see_the_middle_of_a_write_that_takes_several_batches()
    {
        using IStateBackend backend = Open();
        using ManualResetEventSlim ready = new();
        bool stop = false;
        WriteGeneration(backend, 1);
        Task<int> queries = Task.Run(() =>
        {
            int seen = 0;
            while (seen < 3 || !Volatile.Read(ref stop))
            {
                CheckOneGeneration(backend);
                seen++;
                ready.Set();
            }

            return seen;
        });

        ready.Wait(TestContext.Current.CancellationToken);
        for (int generation = 2; generation <= 6; generation++) { WriteGeneration(backend, generation); }
        Volatile.Write(ref stop, true);

        Assert.True(await queries >= 3);
    }

    [Fact]
    public void Reads_allocate_nothing_once_warm()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "key", "value", 1));
        IBackendStore store = backend.Store(0);
        ArrayBufferWriter<byte> value = new();

        long allocated = Allocation.Of(() =>
        {
            for (int read = 0; read < 1000; read++)
            {
                store.TryGet("key"u8, value, out _);
                store.TryGet("none"u8, value, out _);
            }
        });

        Assert.Equal(0, allocated);
    }

    // About 10 MB in two stores: three native batches.
    private static void WriteGeneration(IStateBackend backend, int generation) =>
        Write(backend, $"p{generation}", batch => Generations.Fill(batch, generation, 60, rowBytes: 80_000));

    private static void CheckOneGeneration(IStateBackend backend)
    {
        using IStateSnapshot snapshot = backend.OpenSnapshot();
        int generation = Generations.Check(snapshot, rowsPerStore: 60);
        Assert.Equal($"p{generation}", Text(snapshot.Position));
    }
}
