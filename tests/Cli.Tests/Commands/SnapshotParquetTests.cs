using Parquet.Serialization;

namespace Kappa.Cli.Tests;

/// <summary>Tables as Parquet: as dumps, and as what a table is shown as.</summary>
public sealed class SnapshotParquetTests : IDisposable
{
    private const string Nothing = "0 inserted, 0 updated, 0 deleted";

    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    private string Shown => _scratch.File("shown.parquet");

    [Fact]
    public async Task A_random_table_shown_as_parquet_is_a_dump_that_changes_nothing()
    {
        Random random = Seed.Random(out int seed);
        for (int i = 0; i < Campaign.Choose(1, 3); i++)
        {
            string topic = await CreateAsync($"t{i}");
            List<RandomRow> rows = RandomTable.Rows(random, random.Next(1, 20));
            await RandomTable.WriteParquetAsync(_scratch.File("in.parquet"), rows);
            await ApplyAsync(topic, _scratch.File("in.parquet"), "--types", "at=time");

            CliResult back = await ShowAndApplyAsync(topic);

            Assert.True(
                back.Output.Contains(Nothing, StringComparison.Ordinal), $"seed {seed}: {back.Output}{back.Error}");
        }
    }

    [Fact]
    public async Task Numbers_keep_all_their_digits_through_parquet()
    {
        string topic = await CreateAsync("t");
        await ApplyAsync(topic, Write("in.json", """
            [{"id":1,"whole":9223372036854775807,"part":0.1,"exact":12345678901234567890.125,"large":1e300,"none":null},
             {"id":2,"whole":-1,"part":1e-7,"exact":-0.001,"large":7,"none":null},
             {"id":3,"whole":null,"part":null,"exact":null,"large":null,"none":null}]
            """));

        CliResult back = await ShowAndApplyAsync(topic);

        Assert.Contains(Nothing, back.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_parquet_would_not_give_back_as_it_is_is_refused_and_leaves_no_file()
    {
        foreach ((string topic, string value) in new[]
        {
            ("lists", "[1]"), ("objects", "{}"), ("kinds", "\"x\"},{\"id\":2,\"v\":1"),
            ("digits", "1234567890123456789012345678901234567890.5"),
        })
        {
            await CreateAsync(topic);
            await ApplyAsync(topic, Write("in.json", $"[{{\"id\":1,\"v\":{value}}}]"));
            (await ShowAsync(topic)).AssertFailed(5, "KAP8039", "Column 'v'", "-o ndjson");
        }

        Assert.Empty(Directory.GetFiles(_scratch.Path, "shown*"));
    }

    [Fact]
    public async Task An_empty_table_has_its_columns_and_on_a_terminal_a_file_is_wanted()
    {
        string topic = await CreateAsync("t");
        (await ShowAsync(topic)).AssertFailed(5, "KAP8039", "no rows and no columns");
        await ApplyAsync(topic, Write("in.csv", "id,name\n1,x\n"));
        await ApplyAsync(topic, Write("none.csv", "id,name\n"));
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        CliContext Context(bool isTerminal) => new()
        {
            Out = TextWriter.Null,
            Error = errors,
            OpenInput = () => Stream.Null,
            OpenOutput = () => output,
            Environment = _ => null,
            OutputIsTerminal = isTerminal,
        };
        string[] show = ["snapshot", "show", topic, "-o", "parquet", "--dir", Data];

        Assert.Equal(5, await CommandLine.RunAsync(show, Context(isTerminal: true)));
        Assert.Equal(0, await CommandLine.RunAsync(show, Context(isTerminal: false)));

        Assert.Contains("KAP8039", errors.ToString(), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Shown, output.ToArray());
        Assert.Contains(Nothing, (await ApplyAsync(topic, Shown)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_written_in_every_format()
    {
        string topic = await CreateAsync("t");
        await ApplyAsync(topic, Write("in.csv", "id,name\n1,x\n"));

        CliResult csv = await Cli.RunAsync(
            "snapshot", "show", topic, "-o", "csv", "--out", _scratch.File("out.csv"), "--dir", Data);

        Assert.Equal((0, ""), (csv.ExitCode, csv.Output));
        Assert.Equal("id,name\n1,x\n", await File.ReadAllTextAsync(_scratch.File("out.csv")));
        (await Cli.RunAsync("snapshot", "show", topic, "--out", _scratch.File("no/out.csv"), "--dir", Data))
            .AssertFailed(1, "KAP7109", "out.csv");
    }

    [Fact]
    public async Task A_dump_with_lists_and_groups_is_applied_once()
    {
        string topic = await CreateAsync("t");
        string file = _scratch.File("in.parquet");
        await using (FileStream output = File.Create(file))
        {
            await ParquetSerializer.SerializeAsync(
                new[]
                {
                    new ParquetRow
                    {
                        Id = "full", Tags = ["a", null], Grid = [[1], []], Point = new ParquetPoint { X = 1 },
                        Counts = new Dictionary<string, long> { ["k"] = 5 },
                    },
                    new ParquetRow { Id = "empty" },
                }, output);
        }

        CliResult first = await ApplyAsync(topic, file, "--key", "Id");
        CliResult again = await ApplyAsync(topic, file, "--key", "Id");

        Assert.Contains("2 inserted", first.Output, StringComparison.Ordinal);
        Assert.Contains(Nothing, again.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\"Grid\":[[1],[]]", (await Cli.RunAsync("snapshot", "show", topic, "--dir", Data)).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_short_or_is_no_parquet_is_refused_in_one_line()
    {
        string topic = await CreateAsync("t");
        string file = _scratch.File("in.parquet");
        await RandomTable.WriteParquetAsync(file, RandomTable.Rows(Seed.Random(out _), 20));
        byte[] whole = await File.ReadAllBytesAsync(file);
        foreach (int length in new[] { 0, 3, 4, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            (await ApplyAsync(topic, file)).AssertFailed(
                2, "KAP8001", $"Row 1 of {file} cannot be read as Parquet", "Nothing was written.");
        }

        (await ApplyAsync(topic, Write("in.parquet", "id,name\n1,x\n"))).AssertFailed(2, "KAP8001", "Parquet");
        Assert.Empty((await Cli.RunAsync("snapshot", "show", topic, "--dir", Data)).Output);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<string> CreateAsync(string topic)
    {
        await Cli.RunAsync("topic", "create", topic, "--partitions", "2", "--dir", Data);
        return topic;
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_scratch.File(name), text);
        return _scratch.File(name);
    }

    private Task<CliResult> ApplyAsync(string topic, string file, params string[] more) => Cli.RunAsync(
        ["snapshot", "apply", topic, file, .. more.Contains("--key") ? [] : new[] { "--key", "id" }, .. more,
            "--max-delete", "100%", "--dir", Data]);

    private Task<CliResult> ShowAsync(string topic) =>
        Cli.RunAsync("snapshot", "show", topic, "-o", "parquet", "--out", Shown, "--dir", Data);

    private async Task<CliResult> ShowAndApplyAsync(string topic)
    {
        CliResult shown = await ShowAsync(topic);
        return shown.ExitCode == 0 ? await ApplyAsync(topic, Shown) : shown;
    }
}
