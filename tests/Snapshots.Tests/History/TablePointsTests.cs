namespace Kappa.Snapshots.Tests;

/// <summary>The table at any moment, whatever else was written.</summary>
public sealed class TablePointsTests : IDisposable
{
    private readonly Table _table = new(partitions: 1);

    [Fact]
    public async Task As_of_a_snapshot_has_what_others_wrote_before_it_and_nothing_of_what_came_after()
    {
        await _table.ApplyAsync("1", """{"id":1}""", """{"id":2}""");
        _table.WriteAsOther("9", "early");
        await _table.ApplyAsync("2", """{"id":1}""", """{"id":3}""");
        _table.WriteAsOther("1", "late");
        await _table.ApplyAsync("3");

        Assert.Equal(["1", "2"], _table.AsOf("1").Keys);
        Assert.Equal([new("1", """{"id":1}"""), new("3", """{"id":3}""")], _table.AsOf("2"));
        Assert.Empty(_table.AsOf("3"));
        Assert.Empty(_table.AsOf(null));
    }

    [Fact]
    public async Task As_of_offsets_counts_the_records_before_them()
    {
        await _table.ApplyAsync("1", """{"id":1}""", """{"id":2}""", """{"id":3}""");

        Assert.Empty(_table.AsOf("airports/0=0"));
        Assert.Equal(["1", "2"], _table.AsOf("airports/0=2").Keys);
    }

    [Fact]
    public async Task As_of_a_time_has_what_was_written_up_to_it()
    {
        await _table.ApplyAsync("1", """{"id":1}""");
        DateTimeOffset first = _table.Time.Now;
        await _table.ApplyAsync("2", """{"id":2}""");

        Assert.Empty(_table.AsOf($"{first.AddMilliseconds(-1):O}"));
        Assert.Equal(["1"], _table.AsOf($"{first:O}").Keys);
        Assert.Equal(["1"], _table.AsOf($"{first.AddSeconds(59):O}").Keys);
        Assert.Equal(["2"], _table.AsOf($"{first.AddMinutes(1):O}").Keys);
    }

    [Theory]
    [InlineData("2"), InlineData("yesterday-ish"), InlineData("airports/0=99"), InlineData("airports/7=0")]
    [InlineData("other/0=0"), InlineData("airports/0=x"), InlineData("=")]
    public async Task What_names_no_moment_is_said(string moment)
    {
        await _table.ApplyAsync("first", """{"id":1}""");

        KappaException error = Assert.Throws<KappaException>(() => _table.AsOf(moment));

        Assert.Equal("KAP8020", error.Code);
        Assert.Contains($"'{moment}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_of_a_row_has_all_its_changes()
    {
        await _table.ApplyAsync("1", """{"id":1,"a":1}""", """{"id":2,"a":1}""");
        await _table.ApplyAsync("2", """{"id":1,"a":2}""", """{"id":2,"a":1}""");
        _table.WriteAsOther("1", "other");
        await _table.ApplyAsync("3", """{"id":2,"a":1}""");

        Assert.Equal(
            [
                ("1", "insert", """{"a":1,"id":1}"""), ("2", "update", """{"a":2,"id":1}"""), (null, "put", "other"),
                ("3", "delete", null),
            ],
            TableHistory.Of(_table.Log, _table.Log.Find(Table.Topic)!, "1")
                .Select(change => (change.Snapshot, change.Operation, change.Value)));
    }

    public void Dispose() => _table.Dispose();
}
