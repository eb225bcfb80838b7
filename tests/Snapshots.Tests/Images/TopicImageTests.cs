using Kappa.Logs;

namespace Kappa.Snapshots.Tests;

/// <summary>The topic is the truth: an image that is not what it says is built anew.</summary>
public sealed class TopicImageTests : IDisposable
{
    private readonly Table _table = new();

    [Fact]
    public async Task An_image_that_is_missing_is_built_from_the_topic()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        Directory.Delete(_table.Image, recursive: true);

        await AssertOneChangeAsync();
    }

    [Fact]
    public async Task An_image_that_is_older_goes_on_from_where_it_stands()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        string old = $"{_table.Image}.old";
        Directory.Move(_table.Image, old);
        await _table.ApplyAsync("2", Rows(1, 7));
        Directory.Delete(_table.Image, recursive: true);
        Directory.Move(old, _table.Image);

        SnapshotResult result = await _table.ApplyAsync("3", Rows(1, 7, 8));

        Assert.Equal((1, 2), (result.Inserts, result.Unchanged));
        Assert.Contains("made anew from the image", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_whose_files_are_damaged_is_built_from_the_topic()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        File.WriteAllText(Directory.GetFiles(_table.Image, "MANIFEST-*")[0], "damage");

        await AssertOneChangeAsync();

        Assert.Contains("built anew", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_a_topic_that_was_made_anew_is_not_taken_for_its_own()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        _table.Log.DeleteTopic(Table.Topic);
        _table.Log.CreateTopic(Table.Topic, new TopicSettings { Partitions = 2 });
        foreach (int id in (int[])[.. Enumerable.Range(10, 20), 1, 2])
        {
            _table.WriteAsOther($"{id}", $$"""{"id":{{id}}}""");
        }

        SnapshotResult result = await _table.ApplyAsync(Table.Options with { Id = "2" }, Rows(1, 2, 4));

        Assert.Equal((1, 20, 2), (result.Inserts, result.Deletes, result.Unchanged));
        Assert.Equal(["1", "2", "4"], _table.Fold().Keys);
    }

    [Fact]
    public async Task An_image_that_has_lost_a_row_is_built_from_the_topic_when_the_row_is_needed()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        Tamper(batch => batch.Delete(0, "2"u8)); // As if a flush had been lost.

        SnapshotResult same = await _table.ApplyAsync("2", Rows(1, 2, 3)); // The index knows better.
        Assert.Equal((0, 0, 0, 3), (same.Inserts, same.Updates, same.Deletes, same.Unchanged));
        Assert.Empty(_table.Notices);
        SnapshotResult result = await _table.ApplyAsync("3", Rows(1, 3));

        Assert.Equal((0, 0, 1, 2), (result.Inserts, result.Updates, result.Deletes, result.Unchanged));
        Assert.Contains("other rows than its index", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_whose_row_was_changed_is_built_from_the_topic_when_the_row_is_needed()
    {
        await _table.ApplyAsync("1", Enumerable.Range(1, 20).Select(id => $$"""{"id":{{id}},"n":0}"""));
        Tamper(batch => batch.Put(0, "2"u8, """{"id":2,"n":1}"""u8, 1));

        SnapshotResult result = await _table.ApplyAsync(
            "2", Enumerable.Range(1, 20).Select(id => $$"""{"id":{{id}},"n":{{(id == 2 ? 1 : 0)}}}"""));

        Assert.Equal((1, 19), (result.Updates, result.Unchanged));
        Assert.Contains("other rows than its index", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_and_image_that_are_both_other_than_the_last_snapshot_left_are_built_from_the_topic()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        Tamper(batch => batch.Delete(0, "2"u8));
        File.Delete($"{_table.Image}.index"); // It is made from the image.

        await AssertOneChangeAsync();

        Assert.Contains("not those of the last snapshot", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_few_deletions_read_no_row_of_the_image()
    {
        await _table.ApplyAsync("1", Rows([.. Enumerable.Range(1, 40)]));
        Tamper(batch => batch.Delete(0, "2"u8)); // Who walks all rows sees that one is missing.

        SnapshotResult result = await _table.ApplyAsync(
            "2", Rows([0, .. Enumerable.Range(1, 40).Where(id => id is not (7 or 40)), 99]));

        Assert.Equal((2, 0, 2, 38), (result.Inserts, result.Updates, result.Deletes, result.Unchanged));
        Assert.Empty(_table.Notices);
        Assert.Equal(_table.AsOf(null), _table.Fold());
        Assert.DoesNotContain("7", _table.Fold().Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".keys")]
    public async Task An_index_that_is_cut_off_is_made_anew_and_said_so(string file)
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        string path = $"{_table.Image}.index{file}";
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        await AssertOneChangeAsync();

        Assert.Contains("made anew from the image", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_of_an_earlier_format_is_made_anew()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        byte[] bytes = File.ReadAllBytes($"{_table.Image}.index");
        "AKPINDX1"u8.CopyTo(bytes);
        File.WriteAllBytes($"{_table.Image}.index", bytes);
        File.Delete($"{_table.Image}.index.keys");

        await AssertOneChangeAsync();

        Assert.Contains("made anew from the image", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_a_kappa_that_had_no_index_gets_one()
    {
        await _table.ApplyAsync("1", Rows(1, 2, 3));
        File.Delete($"{_table.Image}.index");

        await AssertOneChangeAsync();

        Assert.Empty(_table.Notices);
        Assert.True(File.Exists($"{_table.Image}.index"));
        Assert.False(File.Exists($"{_table.Image}.index.marks"));
    }

    public void Dispose() => _table.Dispose();

    private void Tamper(Action<StateStores.StateBatch> change)
    {
        using var memory = new StateStores.StateMemory(new StateStores.StateOptions());
        using var image = StateStores.RocksDbBackend.Open(_table.Image, ["rows"], memory);
        StateStores.StateBatch batch = image.BeginBatch();
        change(batch);
        image.Write(batch, image.Position);
    }

    private async Task AssertOneChangeAsync()
    {
        SnapshotResult result = await _table.ApplyAsync("2", Rows(1, 2, 3, 4));

        Assert.Equal((1, 0, 0, 3), (result.Inserts, result.Updates, result.Deletes, result.Unchanged));
    }

    private static IEnumerable<string> Rows(params int[] ids) => ids.Select(id => $$"""{"id":{{id}}}""");
}
