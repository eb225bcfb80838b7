using System.Text.Json;

namespace Kappa.Snapshots.Tests;

/// <summary>Dumps become exactly their inserts, updates and deletes.</summary>
public sealed class SnapshotApplyTests : IDisposable
{
    private const string Bern = """{"id":"BRN","name":"Bern","runways":1}""";
    private const string Basel = """{"id":"BSL","name":"Basel","runways":2}""";
    private const string Geneva = """{"id":"GVA","name":"Geneva","runways":1}""";

    private readonly Table _table = new();

    [Fact]
    public async Task A_dump_writes_what_changed_since_the_last_one_and_nothing_else()
    {
        await _table.ApplyAsync("1", Bern, Basel);

        SnapshotResult result = await _table.ApplyAsync(
            "2", """{"id":"BSL","name":"Basel-Mulhouse","runways":2}""", Geneva);

        Assert.Equal((2, 1, 1, 1, 0), (result.Rows, result.Inserts, result.Updates, result.Deletes, result.Unchanged));
        Assert.Equal([new("name", 1)], result.Fields);
        Assert.Equal(
            [
                new("delete", "BRN", null, "2"),
                new("insert", "GVA", Geneva, "2"),
                new("update", "BSL", """{"id":"BSL","name":"Basel-Mulhouse","runways":2}""", "2"),
            ],
            _table.Records().Where(record => record.Snapshot == "2").OrderBy(record => record.Operation));
    }

    [Fact]
    public async Task A_dump_that_only_looks_different_writes_no_row_but_its_manifest()
    {
        await _table.ApplyAsync("1", Bern, Basel);

        SnapshotResult result = await _table.ApplyAsync(
            "2", """{"runways":2.0,"name":"\u0042asel","id":"BSL"}""",
            """ {"name":"Bern","id":"BRN", "runways":1e0} """);

        Assert.Equal((2, SnapshotOutcome.Applied), (result.Unchanged, result.Outcome));
        Assert.All(_table.Records(), record => Assert.Equal("1", record.Snapshot));
        Assert.Equal(["airports/1", "airports/2"], _table.Records(ManifestTopic.Name).Select(record => record.Key));
    }

    [Fact]
    public async Task Changes_that_do_not_fit_into_memory_wait_in_a_file_and_are_the_same_records()
    {
        string[] rows =
            [.. Enumerable.Range(0, 20_000).Select(row => $$"""{"id":"{{row}}","name":"airport {{row}}"}""")];
        using var inMemory = new Table();
        await inMemory.ApplyAsync("1", rows);
        long waiting = 0;
        _table.BeforeWriting = () => waiting = new FileInfo(_table.Changes).Length;

        await _table.ApplyAsync(Table.Options with { Id = "1", SpoolBytes = 100_000 }, rows);

        Assert.Equal(inMemory.Records(), _table.Records());
        Assert.InRange(waiting, 500_000, long.MaxValue);
        Assert.False(File.Exists(_table.Changes));
    }

    [Fact]
    public async Task The_time_of_a_snapshot_is_when_it_began_to_be_read()
    {
        DateTimeOffset begun = default;

        await _table.ApplyAsync("1", Slowly());

        Assert.Equal(begun.ToUnixTimeMilliseconds(), _table.LastTimestampMs());

        IEnumerable<string> Slowly()
        {
            begun = _table.Time.Now;
            yield return Bern;
            _table.Time.Now += TimeSpan.FromHours(1);
            yield return Basel;
        }
    }

    [Fact]
    public async Task The_manifest_says_what_the_table_is_from_then_on()
    {
        SnapshotResult first = await _table.ApplyAsync("1", Basel, Bern);

        JsonElement manifest = JsonElement.Parse(_table.Records(ManifestTopic.Name)[0].Value!);

        Assert.Equal(2, manifest.GetProperty("rows").GetInt64());
        Assert.Equal(first.Digest, manifest.GetProperty("digest").GetString());
        Assert.Equal(
            """{"id":"text","name":"text","runways":"number"}""", manifest.GetProperty("columns").GetRawText());
        // The sum of: printf 'BRN\t{"id":"BRN","name":"Bern","runways":1}' | xxhsum -H2, and the same of BSL.
        Assert.Equal("ee9cff4b3e1f5528fcc3ecb65982ee6a", first.Digest);
    }

    [Fact]
    public async Task A_dump_with_the_same_rows_in_another_order_changes_nothing_and_has_a_manifest()
    {
        SnapshotResult first = await _table.ApplyAsync("1", Bern, Basel, Geneva);

        SnapshotResult second = await _table.ApplyAsync("2", Geneva, Bern, Basel);

        Assert.Equal((3, 0, 3, first.Digest), (second.Rows, second.Updates, second.Unchanged, second.Digest));
        Assert.Equal(3, _table.Records().Count);
        Assert.Equal(2, _table.Records(ManifestTopic.Name).Count);
    }

    [Fact]
    public async Task A_dump_with_the_rows_of_the_last_one_mends_what_others_have_written_since()
    {
        await _table.ApplyAsync("1", Bern, Basel);
        _table.WriteAsOther("BRN", """{"id":"BRN","name":"Berne","runways":1}""");

        SnapshotResult second = await _table.ApplyAsync("2", Bern, Basel);

        Assert.Equal((1, 1), (second.Updates, second.Unchanged));
    }

    [Fact]
    public async Task Applied_twice_a_snapshot_is_written_once()
    {
        await _table.ApplyAsync("1", Bern, Basel);
        int before = _table.Records().Count + _table.Records(ManifestTopic.Name).Count;

        SnapshotResult again = await _table.ApplyAsync("1", Basel, Bern);

        Assert.Equal(SnapshotOutcome.AlreadyApplied, again.Outcome);
        Assert.Equal(before, _table.Records().Count + _table.Records(ManifestTopic.Name).Count);
    }

    [Fact]
    public async Task A_dry_run_says_all_and_writes_nothing()
    {
        SnapshotResult result = await _table.ApplyAsync(Table.Options with { DryRun = true }, Bern, Basel);

        Assert.Equal((2, SnapshotOutcome.DryRun), (result.Inserts, result.Outcome));
        Assert.Empty(_table.Records());
        Assert.Null(_table.Log.Find(ManifestTopic.Name));
    }

    [Fact]
    public async Task A_change_of_ignored_fields_alone_is_none_and_goes_with_another_change()
    {
        SnapshotOptions options = Table.Options with { Ignore = ["seen"] };
        await _table.ApplyAsync(options, """{"id":1,"a":1,"seen":1}""", """{"id":2,"a":1,"seen":1}""");

        SnapshotResult result = await _table.ApplyAsync(
            options, """{"id":1,"a":1,"seen":2}""", """{"id":2,"a":2,"seen":2}""");

        Assert.Equal((1, 1), (result.Updates, result.Unchanged));
        Assert.Equal("""{"a":1,"id":1,"seen":1}""", _table.Fold()["1"]);
        Assert.Equal("""{"a":2,"id":2,"seen":2}""", _table.Fold()["2"]);
    }

    [Fact]
    public async Task A_time_in_another_notation_is_no_change_where_its_column_has_times()
    {
        SnapshotOptions times = Table.Options with
        {
            Types = new Dictionary<string, ColumnType> { ["at"] = ColumnType.Time },
        };
        await _table.ApplyAsync(times, """{"id":1,"at":"2026-11-30T02:00:00.500+01:00","n":"2026-11-30 01:00"}""");

        // That the column has times is remembered.
        SnapshotResult same = await _table.ApplyAsync(
            Table.Options, """{"id":1,"at":"2026-11-30 01:00:00.5","n":"2026-11-30 01:00"}""");
        SnapshotResult other = await _table.ApplyAsync(
            Table.Options, """{"id":1,"at":"2026-11-30T01:00:00.500Z","n":"2026-11-30T01:00Z"}""");

        Assert.Equal(1, same.Unchanged);
        Assert.Equal([new("n", 1)], other.Fields);
        Assert.Equal("""{"at":"2026-11-30T01:00:00.5Z","id":1,"n":"2026-11-30T01:00Z"}""", _table.Fold()["1"]);
        await _table.AssertRefusedAsync(
            Table.Options, ["""{"id":1,"at":"soon","n":""}"""], "KAP8001", "has 'soon' where a time stands");
    }

    [Fact]
    public async Task Rows_without_a_key_and_further_ones_of_a_key_are_left_out_where_that_is_allowed()
    {
        SnapshotOptions options = Table.Options with { SkipKeyless = true, Duplicates = DuplicatePolicy.First };
        string[] rows = ["""{"id":1,"a":1}""", """{"id":null}""", """{"a":5}""", """{"id":1,"a":2}"""];

        SnapshotResult first = await _table.ApplyAsync(options with { AllowColumns = true }, rows);
        SnapshotResult last = await _table.ApplyAsync(options with { Duplicates = DuplicatePolicy.Last }, rows);

        Assert.Equal((1, 3), (first.Rows, first.Left));
        Assert.Equal((1, 1, 3), (last.Rows, last.Updates, last.Left));
        Assert.Equal("""{"a":2,"id":1}""", _table.Fold()["1"]);
    }

    [Fact]
    public async Task All_of_a_snapshot_is_readable_at_once()
    {
        await _table.ApplyAsync("1", Bern, Basel, Geneva);
        long readable = -1;
        _table.BeforeWriting = () => readable = _table.Records().Count(record => record.Snapshot == "2");

        await _table.ApplyAsync("2", Bern);

        Assert.Equal(0, readable);
        Assert.Equal(2, _table.Records().Count(record => record.Snapshot == "2"));
    }

    [Fact]
    public async Task What_somebody_else_writes_during_the_comparison_is_compared_again()
    {
        await _table.ApplyAsync("1", Bern, Basel);
        int writes = 0;
        _table.BeforeWriting = () =>
        {
            if (writes++ == 0)
            {
                _table.WriteAsOther("GVA", """{"id": "GVA"}"""); // The dump does not have it: it has to go.
                _table.WriteAsOther("BSL", null); // The dump has it as it was: it has to come again.
            }
        };

        SnapshotResult result = await _table.ApplyAsync("2", Bern, Basel);

        Assert.Equal((1, 0, 1), (result.Inserts, result.Updates, result.Deletes));
        Assert.Equal(["BRN", "BSL"], _table.Fold().Keys);
        Assert.Contains("compared again", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_writes_inside_the_transaction_is_compared_again()
    {
        await _table.ApplyAsync("1", Bern, Basel);
        int writes = 0;
        _table.BeforeCommit = () =>
        {
            if (writes++ == 0)
            {
                _table.WriteAsOther("BRN", null); // The dump deletes it too.
                _table.WriteAsOther("BSL", """{"id":"BSL","a":1}""");
            }
        };

        SnapshotResult result = await _table.ApplyAsync("2", Basel);

        Assert.Equal((0, 1, 0), (result.Inserts, result.Updates, result.Deletes));
        Assert.Equal(["BSL"], _table.Fold().Keys);
        Assert.Equal(_table.Fold(), _table.AsOf("2"));
        Assert.Contains("compared again", Assert.Single(_table.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_never_pauses_refuses_the_snapshot()
    {
        await _table.ApplyAsync("1", Bern);
        int writes = 0;
        _table.BeforeWriting = () => _table.WriteAsOther("X", $"{writes++}");

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => _table.ApplyAsync("2", Basel));

        Assert.Equal("KAP8016", error.Code);
        Assert.DoesNotContain(_table.Records(), record => record.Snapshot == "2");
    }

    [Fact]
    public async Task A_row_that_somebody_else_wrote_in_another_notation_is_no_change()
    {
        _table.WriteAsOther("1", """{ "id": 1.0, "b": 2, "a": [1.50] }""");

        SnapshotResult result = await _table.ApplyAsync("1", """{"a":[1.5],"b":2,"id":1}""");

        Assert.Equal(1, result.Unchanged);
        Assert.Single(_table.Records());
    }

    public void Dispose() => _table.Dispose();
}
