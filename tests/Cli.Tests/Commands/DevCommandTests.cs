namespace Kappa.Cli.Tests;

/// <summary>What <c>kappa dev</c> shows; a project that is edited while it runs is in EndToEnd.Tests.</summary>
public sealed class DevCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public async Task The_rows_of_the_stores_over_the_sample_data_are_shown()
    {
        Write("words.ndjson", ("a", "x"), ("a", "y"), ("b", "z"));

        CliResult shown = await ShowAsync();

        Assert.Contains(
            string.Join(
                Environment.NewLine, "seldom-meant v1   3 records in", "  words   2 rows", "    a   \"y\"",
                "    b   \"z\""),
            shown.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be built", shown.Error, StringComparison.Ordinal); // One of this assembly, on purpose.
        Assert.Equal(ExitCodes.Failed, shown.ExitCode);
    }

    [Fact]
    public async Task A_line_that_is_no_record_is_named_with_its_file()
    {
        File.WriteAllText(_scratch.File("words.ndjson"), "{\n");

        CliResult shown = await ShowAsync();

        Assert.Equal(ExitCodes.Failed, shown.ExitCode);
        Assert.Contains("words.ndjson", shown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_changed_came_and_went_are_told_apart()
    {
        var before = Answers(("same", "1"), ("other", "1"), ("gone", "1"));
        var now = Answers(("same", "1"), ("other", "2"), ("came", "3"));
        using var text = new StringWriter();

        DevText.WriteChanges(text, before, now);

        Assert.Equal(
            ["orders v1   3 records in", "  totals   same 1   changed 1   new 1   gone 1", "    + came   3",
             "    - gone   1", "    ~ other   1 -> 2"],
            text.ToString().Split(text.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_save_is_noticed_once_and_what_a_build_writes_is_not()
    {
        Directory.CreateDirectory(_scratch.File("obj"));
        using var watch = new FolderWatch([_scratch.Path], TimeProvider.System);
        File.WriteAllText(_scratch.File("obj/built.cs"), "x");
        File.WriteAllText(_scratch.File("notes.txt"), "x");
        File.WriteAllText(_scratch.File("Topology.cs"), "x");
        File.WriteAllText(_scratch.File("Topology.cs"), "xy");

        string saved = await watch.NextAsync(TestContext.Current.CancellationToken);
        Task<string> next = watch.NextAsync(TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        File.WriteAllText(_scratch.File("words.ndjson"), "x");

        Assert.Equal(_scratch.File("Topology.cs"), saved);
        Assert.Equal(_scratch.File("words.ndjson"), await next);
    }

    public void Dispose() => _scratch.Dispose();

    private Task<CliResult> ShowAsync() => Cli.RunAsync(
        "dev", typeof(DevCommandTests).Assembly.Location, "--data", _scratch.Path, "--once");

    private static DevAnswers Answers(params (string Key, string Value)[] rows) => new(
        "orders", 1, rows.Length, new Dictionary<string, SortedDictionary<string, string>>
        {
            ["totals"] = new(rows.ToDictionary(row => row.Key, row => row.Value), StringComparer.Ordinal),
        });

    private void Write(string file, params (string Key, string Value)[] records) => File.WriteAllLines(
        _scratch.File(file),
        records.Select(record => $$"""{"key":"{{record.Key}}","value":"{{record.Value}}","timestamp":1}"""));
}
