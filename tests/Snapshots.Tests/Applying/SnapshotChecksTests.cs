using Kappa.Logs;

namespace Kappa.Snapshots.Tests;

/// <summary>A bad dump is refused with the row and the flag that allows it, and nothing is written.</summary>
public sealed class SnapshotChecksTests : IDisposable
{
    private readonly Table _table = new();

    [Fact]
    public async Task A_broken_row() => await _table.AssertRefusedAsync(
        Table.Options, Rows(2).Append("""{"id":3,"na"""), "KAP8001", "Line 3 of the dump is not JSON");

    [Fact]
    public async Task A_row_without_a_key() => await _table.AssertRefusedAsync(
        Table.Options, Rows(2).Append("""{"id":"","n":1}"""), "KAP8002", "Line 3 of the dump has no key", "'id'",
        "--keyless skip");

    [Fact]
    public async Task A_key_twice() => await _table.AssertRefusedAsync(
        Table.Options, Rows(3).Append("""{"id":2.0,"n":0}"""), "KAP8005",
        "Key 2 comes twice: line 2 of the dump has it, and line 4 of the dump too", "--duplicates first");

    [Fact]
    public async Task More_or_fewer_rows_than_expected()
    {
        await _table.AssertRefusedAsync(
            Table.Options with { ExpectRows = 4 }, Rows(3), "KAP8012", "has 3 rows", "--expect-rows says 4");

        Assert.Equal(3, (await _table.ApplyAsync(Table.Options with { ExpectRows = 3 }, Rows(3))).Inserts);
    }

    [Fact]
    public async Task A_dump_that_is_cut_short()
    {
        SnapshotOptions options = Table.Options with { MaxDelete = DeleteLimit.Default };
        await _table.ApplyAsync(options, Rows(100));

        await _table.AssertRefusedAsync(
            options, Rows(89), "KAP8014", "delete 11 of the 100 rows", "with key 100", "--max-delete 11");
        await _table.AssertRefusedAsync(options, [], "KAP8014", "delete 100 of the 100 rows");

        Assert.Equal(10, (await _table.ApplyAsync(options, Rows(90))).Deletes);
        SnapshotOptions higher = options with { MaxDelete = DeleteLimit.Rows(11) };
        Assert.Equal(11, (await _table.ApplyAsync(higher, Rows(79))).Deletes);
    }

    [Fact]
    public async Task A_snapshot_that_comes_before_the_last_one()
    {
        await _table.ApplyAsync("2026-11-30", Rows(2));
        SnapshotOptions older = Table.Options with { Id = "2026-11-29" };

        await _table.AssertRefusedAsync(
            older, Rows(1), "KAP8007", "'2026-11-29' comes before '2026-11-30'", "--allow-older");

        Assert.Equal(1, (await _table.ApplyAsync(older with { AllowOlder = true }, Rows(1))).Deletes);
    }

    [Fact]
    public async Task A_dump_that_was_begun_before_the_last_one_or_is_to_come()
    {
        await _table.ApplyAsync("1", Rows(2));
        DateTimeOffset last = _table.Time.Now;
        SnapshotOptions options = Table.Options with { Id = "2" };

        await _table.AssertRefusedAsync(
            options with { Started = last.AddMilliseconds(-1) }, Rows(1), "KAP8058", "2026-11-30T02:00:59.999Z, before",
            "'1', which was begun at 2026-11-30T02:01:00.000Z", "--allow-older");
        await _table.AssertRefusedAsync(
            options with { Started = last.AddHours(1) }, Rows(1), "KAP8057", "begun at 2026-11-30T03:01:00.000Z");
        await _table.AssertRefusedAsync(
            options with { Started = DateTimeOffset.UnixEpoch.AddDays(-1) }, Rows(1), "KAP8057", "since 1970");

        await _table.ApplyAsync(options with { Started = last }, Rows(1));
        Assert.Equal(last.ToUnixTimeMilliseconds(), _table.LastTimestampMs());
    }

    [Fact]
    public async Task An_id_that_other_rows_have()
    {
        await _table.ApplyAsync("a", Rows(2));
        await _table.AssertRefusedAsync(Table.Options with { Id = "a" }, Rows(3), "KAP8009", "'a'", "--id");

        await _table.ApplyAsync("b", Rows(3));
        await _table.AssertRefusedAsync(Table.Options with { Id = "a" }, Rows(3), "KAP8009", "a later snapshot");
        await _table.AssertRefusedAsync(Table.Options with { Id = "" }, Rows(3), "KAP8003", "--id");
    }

    [Fact]
    public async Task Columns_that_came_or_went()
    {
        await _table.ApplyAsync("1", """{"id":1,"a":1,"b":1}""");
        string[] rows = ["""{"id":1,"b":1,"c":2}"""];

        await _table.AssertRefusedAsync(
            Table.Options with { Id = "2" }, rows, "KAP8013", "c came, a went", "'1'", "--allow-columns");

        SnapshotResult result = await _table.ApplyAsync(Table.Options with { Id = "2", AllowColumns = true }, rows);
        Assert.Equal([new("a", 1), new("c", 1)], result.Fields);
    }

    [Fact]
    public async Task Another_key()
    {
        await _table.ApplyAsync("1", Rows(2));

        await _table.AssertRefusedAsync(Table.Options with { Key = ["n"] }, Rows(2), "KAP8008", "--key id");
    }

    [Fact]
    public async Task Partitions_that_were_added()
    {
        await _table.ApplyAsync("1", Rows(2));
        _table.Log.AddPartitions(Table.Topic, 5);

        await _table.AssertRefusedAsync(Table.Options, Rows(2), "KAP8010", "had 2 partitions", "has 5");
    }

    [Fact]
    public async Task A_name_of_a_field_that_no_row_has()
    {
        await _table.AssertRefusedAsync(
            Table.Options with { Ignore = ["n", "ids"] }, Rows(2), "KAP7162", "--ignore names 'ids'", "'id'");
        await _table.AssertRefusedAsync(
            Table.Options with { Types = new Dictionary<string, ColumnType> { ["m"] = ColumnType.Time } }, Rows(2),
            "KAP7162", "--types names 'm'");
    }

    [Fact]
    public async Task A_topic_that_is_compacted()
    {
        using var table = new Table(settings: new TopicSettings { Cleanup = CleanupPolicy.Compact });

        await table.AssertRefusedAsync(Table.Options, Rows(1), "KAP8006", "is compacted", "cleanup.policy=delete");
    }

    [Fact]
    public async Task A_topic_that_has_a_retention()
    {
        using var byTime = new Table(settings: new TopicSettings { RetentionTime = TimeSpan.FromDays(7) });
        using var bySize = new Table(settings: new TopicSettings { RetentionBytes = 1_000_000 });

        await byTime.AssertRefusedAsync(Table.Options, Rows(1), "KAP8006", "7.00:00:00", "retention.ms=-1");
        await bySize.AssertRefusedAsync(Table.Options, Rows(1), "KAP8006", "1,000,000 bytes");
    }

    [Fact]
    public async Task A_topic_whose_first_records_are_gone()
    {
        await _table.ApplyAsync("1", Rows(20));
        _table.Log.DeleteRecords(new TopicPartition(Table.Topic, 0), 3);

        await _table.AssertRefusedAsync(Table.Options, Rows(20), "KAP8006", "before offset 3 of partition 0");
    }

    public void Dispose() => _table.Dispose();

    private static IEnumerable<string> Rows(int count) =>
        Enumerable.Range(1, count).Select(id => $$"""{"id":{{id}},"n":{{id * 10}}}""");
}
