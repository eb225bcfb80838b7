using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>Files of JSON lines and CSV become records.</summary>
public sealed class TopicProduceTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    [Fact]
    public async Task Rows_of_csv_become_values_with_their_key_and_their_time()
    {
        await ProduceAsync(
            "origin,date,delay,note\nPBI,2001-01-01T00:47:00Z,-3,\"a \"\"b\"\", c\"\n\nATL,978310020000,007,\n",
            "--key", "origin", "--timestamp", "date");

        JsonElement[] records = await ConsumeAsync();

        Assert.Equal(
            [
                (
                    "PBI", 978_310_020_000,
                    """{"origin":"PBI","date":"2001-01-01T00:47:00Z","delay":-3,"note":"a \"b\", c"}"""),
                ("ATL", 978_310_020_000, """{"origin":"ATL","date":978310020000,"delay":"007","note":null}"""),
            ],
            records.Select(record => (
                record.GetProperty("key").GetString()!, record.GetProperty("timestamp").GetInt64(),
                record.GetProperty("value").GetRawText())));
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("-0.50", "-0.50")]
    [InlineData("1e5", "1e5")]
    [InlineData("2.5E-7", "2.5E-7")]
    [InlineData("+1", "\"+1\"")]
    [InlineData("01", "\"01\"")]
    [InlineData("1.", "\"1.\"")]
    [InlineData(".5", "\".5\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("true", "\"true\"")]
    public async Task A_field_is_a_number_where_it_is_one_of_json(string field, string json)
    {
        await ProduceAsync($"k,v\na,{field}\n", "--key", "k");

        Assert.Equal(json, (await ConsumeAsync())[0].GetProperty("value").GetProperty("v").GetRawText());
    }

    [Fact]
    public async Task With_strings_all_fields_stay_text()
    {
        await ProduceAsync("k,v,w\n1,2,\n", "--key", "k", "--strings");

        Assert.Equal(
            """{"k":"1","v":"2","w":""}""", (await ConsumeAsync())[0].GetProperty("value").GetRawText());
    }

    [Theory]
    [InlineData("k,v\na,1\nb,\"2\nc,3\nd,4\n", "Line 3 of FILE opens a quote in field 2 that is not closed")]
    [InlineData("k,v\na,1\n\"b\nc\",\"2\nc,3\nd,4", "Line 4 of FILE opens a quote in field 2 that is not closed")]
    [InlineData("k,v\na,1\n\"b,2\nc,3\n", "Line 3 of FILE opens a quote in field 1 that is not closed")]
    [InlineData("k,v\na,1\nb,\"2\nc,\"3\"\n", "Line 3 of FILE opens a quote in field 2 that is not closed")]
    [InlineData("k,v\na,1\nb,\"2\"\"\nc,3\n", "Line 3 of FILE opens a quote in field 2 that is not closed")]
    [InlineData("k,v\na,1\nb,2\"\nc,3\"\nd,4\n", "Line 3 of FILE has a quote amid the text of field 2")]
    public async Task A_quote_that_is_not_closed_is_an_error_with_its_line_and_swallows_no_row(string csv, string part)
    {
        (await ProduceAsync(csv, "--key", "k")).AssertFailed(
            2, "KAP6206", part.Replace("FILE", _scratch.File("in.csv"), StringComparison.Ordinal),
            "1 record was written");

        Assert.Equal(["a"], (await ConsumeAsync()).Select(record => record.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_header_with_a_quote_that_is_not_closed_names_its_line()
    {
        (await ProduceAsync("k,\"v\na,1\n", "--key", "k")).AssertFailed(
            2, "KAP6206", "Line 1", "opens a quote in field 2 that is not closed", "No record was written");
    }

    [Fact]
    public async Task Quotes_amid_text_that_hide_nothing_are_text()
    {
        await ProduceAsync("k;v;w\na;5\" by 3\";\"x;y\nz \"\"quoted\"\"\"\n", "--key", "k");

        Assert.Equal(
            """{"k":"a","v":"5\" by 3\"","w":"x;y\nz \"quoted\""}""",
            (await ConsumeAsync())[0].GetProperty("value").GetRawText());
    }

    [Theory]
    [InlineData("k,v\na,1\nb\n", "Line 3 of FILE has 1 fields, and the header names 2", 1)]
    [InlineData("k,v\na,1\n\"b\nc\",1,2\n", "Line 3 of FILE has 3 fields", 1)]
    [InlineData("k,k\na,1\n", "Line 1 of FILE names the field 'k' twice", 0)]
    [InlineData("k,\na,1\n", "the name of field 2 is empty", 0)]
    public async Task A_broken_row_is_exit_2_with_its_line_and_what_was_written(string csv, string part, int written)
    {
        (await ProduceAsync(csv, "--key", "k")).AssertFailed(
            2, "KAP6206", part.Replace("FILE", _scratch.File("in.csv"), StringComparison.Ordinal),
            written == 0 ? "No record was written" : "1 record was written");

        Assert.Equal(written, (await ConsumeAsync()).Length);
    }

    [Fact]
    public async Task A_time_that_is_none_names_the_line_and_the_field()
    {
        (await ProduceAsync("k,date\na,2001-01-01\nb,soon\n", "--key", "k", "--timestamp", "date"))
            .AssertFailed(
                2, "KAP6206", $"Line 3 of {_scratch.File("in.csv")} has no time in its field 'date'",
                "1 record was written");
        (await ProduceAsync("k,date\na,1960-01-01\n", "--timestamp", "date"))
            .AssertFailed(2, "KAP6206", "has a time before 1970 in its field 'date'");
        (await ProduceAsync("k,date\na,1\n", "--key", "k", "--timestamp", "dat"))
            .AssertFailed(2, "KAP6206", "no field 'dat', which --timestamp names", "Did you mean 'date'?");
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_name_the_line_and_the_field()
    {
        await CreateAsync();
        string file = _scratch.File("latin.csv");
        await File.WriteAllBytesAsync(file, [.. "k,v\na,1\nb,x"u8, 0xe9, .. "\n"u8]);

        (await Cli.RunAsync("topic", "produce", "t", file, "--key", "k", "--dir", Data))
            .AssertFailed(2, "KAP6206", $"Line 3 of {file} has bytes in field 'v' that are no UTF-8", "iconv");
    }

    [Fact]
    public async Task A_field_of_json_lines_is_the_time_and_without_a_key_there_is_none()
    {
        await CreateAsync();
        await Cli.RunWithInputAsync(
            """{"at":"1970-01-01T00:00:01Z"}""", "topic", "produce", "t", "--timestamp", "at", "--dir", Data);

        JsonElement record = (await ConsumeAsync())[0];

        Assert.Equal((1_000, JsonValueKind.Null), (
            record.GetProperty("timestamp").GetInt64(), record.GetProperty("key").ValueKind));
    }

    [Fact]
    public async Task Values_without_a_field_that_counts_have_no_key_and_are_of_now()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await ProduceAsync("k\na\n");
        await Cli.RunWithInputAsync(
            """{"value":1,"key":"no envelope"}""", "topic", "produce", "t", "--format", "json", "--dir", Data);

        JsonElement[] records = await ConsumeAsync();

        Assert.Equal(
            ["""{"k":"a"}""", """{"value":1,"key":"no envelope"}"""],
            records.Select(record => record.GetProperty("value").GetRawText()));
        Assert.All(records, record => Assert.Equal(JsonValueKind.Null, record.GetProperty("key").ValueKind));
        Assert.All(records, record => Assert.True(record.GetProperty("timestamp").GetInt64() >= before));
    }

    [Fact]
    public async Task A_format_that_contradicts_the_fields_is_exit_2()
    {
        (await ProduceAsync("k\na\n", "--key", "k", "--format", "records")).AssertFailed(2, "KAP7101", "csv");
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<CliResult> ProduceAsync(string csv, params string[] options)
    {
        await CreateAsync();
        string file = _scratch.File("in.csv");
        await File.WriteAllTextAsync(file, csv);
        return await Cli.RunAsync(["topic", "produce", "t", file, "--dir", Data, .. options]);
    }

    private Task CreateAsync() => Cli.RunAsync("topic", "create", "t", "--partitions", "1", "--dir", Data);

    private async Task<JsonElement[]> ConsumeAsync() =>
        [.. (await Cli.RunAsync("topic", "consume", "t", "--dir", Data)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
