using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace Kappa.Cli.Tests;

/// <summary>Rows of Parquet become records. The files are written by Parquet.Net's own writer.</summary>
public sealed class TopicParquetTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    private string Input => _scratch.File("in.parquet");

    public static TheoryData<Field, string, string> Values { get; } = new()
    {
        { new DataField<bool?>("v"), "true", "true" },
        { new DataField<sbyte?>("v"), "-128", "-128" },
        { new DataField<byte?>("v"), "255", "255" },
        { new DataField<short?>("v"), "-32768", "-32768" },
        { new DataField<ushort?>("v"), "65535", "65535" },
        { new DataField<int?>("v"), "-2147483648", "-2147483648" },
        { new DataField<uint?>("v"), "4294967295", "4294967295" },
        { new DataField<long?>("v"), "9223372036854775807", "9223372036854775807" },
        { new DataField<ulong?>("v"), "18446744073709551615", "18446744073709551615" },
        { new DataField<float?>("v"), "0.1", "0.1" },
        { new DataField<float?>("v"), "NaN", "\"NaN\"" },
        { new DataField<double?>("v"), "0.1", "0.1" },
        { new DataField<double?>("v"), "-Infinity", "\"-Infinity\"" },
        { new DecimalDataField("v", 9, 2, isNullable: true), "-0.05", "-0.05" },
        { new DecimalDataField("v", 18, 0, isNullable: true), "7", "7" },
        {
            new DecimalDataField("v", 38, 10, isNullable: true), "123456789012345678.0123456789",
            "123456789012345678.0123456789"
        },
        { Time(DateTimeTimeUnit.Millis, true), "2026-03-04T05:06:07.008", "\"2026-03-04T05:06:07.008Z\"" },
        { Time(DateTimeTimeUnit.Micros, true), "2026-03-04T05:06:07.000009", "\"2026-03-04T05:06:07.000009Z\"" },
        { Time(DateTimeTimeUnit.Micros, false), "2026-03-04T05:06:07", "\"2026-03-04T05:06:07\"" },
        { Time(DateTimeTimeUnit.Nanos, false), "2026-03-04T05:06:07.0000001", "\"2026-03-04T05:06:07.0000001\"" },
        { new DataField<DateOnly?>("v"), "2026-03-04", "\"2026-03-04\"" },
        {
            new DataField<Guid?>("v"), "00112233-4455-6677-8899-aabbccddeeff",
            "\"00112233-4455-6677-8899-aabbccddeeff\""
        },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task A_value_is_what_it_is_in_the_file(Field field, string written, string json)
    {
        var column = (DataField)field;
        await using (FileStream file = File.Create(Input))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), file);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await ParquetColumnWriter.WriteAsync(group, column, null, written);
        }

        Assert.Equal(["""{"v":null}""", $$"""{"v":{{json}}}"""], await ProduceAsync());
    }

    [Fact]
    public async Task Text_stays_text_and_bytes_become_base64()
    {
        var schema = new ParquetSchema(new DataField<string>("text"), new DataField<byte[]>("bytes"));
        await using (FileStream file = File.Create(Input))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(schema.DataFields[0], new[] { "Grüße \"und\"\n", null! });
            await group.WriteAsync(schema.DataFields[1], new[] { null!, new byte[] { 0, 255, 1 } });
        }

        Assert.Equal(
            ["""{"text":"Grüße \"und\"\n","bytes":null}""", """{"text":null,"bytes":"AP8B"}"""],
            await ProduceAsync());
    }

    [Fact]
    public async Task Lists_groups_and_maps_become_lists_and_objects_with_nulls_and_empty_ones_told_apart()
    {
        await WriteAsync(
            new ParquetRow
            {
                Id = "full",
                Tags = ["a", null, "b"],
                Grid = [[1, 2], [], [3]],
                Point = new ParquetPoint { X = 1, Label = "p" },
                Path = [new ParquetPoint { X = 2 }, new ParquetPoint { X = 3, Label = "q" }],
                Counts = new Dictionary<string, long> { ["k"] = 5, ["l"] = 6 },
                ByNumber = new Dictionary<int, ParquetPoint> { [7] = new ParquetPoint { X = 8, Label = "r" } },
            },
            new ParquetRow(),
            new ParquetRow { Id = "empty", Tags = [], Grid = [], Path = [], Counts = [], ByNumber = [] });

        Assert.Equal(
            [
                """{"Id":"full","Tags":["a",null,"b"],"Grid":[[1,2],[],[3]],"Point":{"X":1,"Label":"p"}""" +
                ""","Path":[{"X":2,"Label":null},{"X":3,"Label":"q"}],"Counts":{"k":5,"l":6}""" +
                ""","ByNumber":{"7":{"X":8,"Label":"r"}}}""",
                """{"Id":null,"Tags":null,"Grid":null,"Point":null,"Path":null,"Counts":null,"ByNumber":null}""",
                """{"Id":"empty","Tags":[],"Grid":[],"Point":null,"Path":[],"Counts":{},"ByNumber":{}}""",
            ],
            await ProduceAsync());
    }

    [Fact]
    public async Task Rows_of_all_row_groups_come_in_order_and_an_error_names_the_file_and_the_row()
    {
        await WriteInGroupsOfTwoAsync("2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01", "soon");
        await CreateAsync();

        (await Cli.RunAsync("topic", "produce", "t", Input, "--key", "Id", "--timestamp", "Id", "--dir", Data))
            .AssertFailed(
                2, "KAP6206", $"Row 5 of {Input} has no time in its field 'Id'", "4 records were written before it");

        Assert.Equal(
            ["2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01"],
            (await ConsumeAsync()).Select(record => record.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_column_that_is_not_there_names_the_nearest()
    {
        await WriteInGroupsOfTwoAsync("1");
        await CreateAsync();

        (await Cli.RunAsync("topic", "produce", "t", Input, "--key", "Idd", "--dir", Data))
            .AssertFailed(2, "KAP6206", "no field 'Idd', which --key names", "Did you mean 'Id'?");
    }

    [Fact]
    public async Task Damage_of_any_part_of_a_file_never_ends_in_more_than_one_line_of_error()
    {
        await WriteInGroupsOfTwoAsync("1", "2", "3");
        byte[] good = await File.ReadAllBytesAsync(Input);
        await CreateAsync();
        (int refused, int tried) = (0, 0);
        foreach (int at in Campaign.Positions(good.Length / 7, 16))
        {
            byte[] bad = [.. good];
            bad[at * 7] ^= 0x55;
            await File.WriteAllBytesAsync(Input, bad);
            tried++;
            CliResult result = await Cli.RunAsync("topic", "produce", "t", Input, "--dir", Data);
            if (result.ExitCode != 0)
            {
                result.AssertFailed(2, "KAP6206", $" of {Input} ");
                refused++;
            }
        }

        Assert.True(
            refused > Campaign.Choose(0, good.Length / 20), $"{refused} of {tried} were refused");
    }

    [Fact]
    public async Task Standard_input_and_what_is_no_parquet_are_refused_in_one_line()
    {
        await CreateAsync();
        await File.WriteAllTextAsync(Input, "k,v\na,1\n");

        (await Cli.RunAsync("topic", "produce", "t", Input, "--dir", Data))
            .AssertFailed(2, "KAP6206", $"Row 1 of {Input} cannot be read as Parquet", "No record was written");
        Assert.Empty(await ConsumeAsync());
    }

    public void Dispose() => _scratch.Dispose();

    private static DateTimeDataField Time(DateTimeTimeUnit unit, bool isUtc) =>
        new("v", DateTimeFormat.Timestamp, isUtc, unit, isNullable: true);

    private async Task WriteAsync(params ParquetRow[] rows)
    {
        await using FileStream file = File.Create(Input);
        await ParquetSerializer.SerializeAsync(rows, file);
    }

    private async Task WriteInGroupsOfTwoAsync(params string[] ids)
    {
        await using FileStream file = File.Create(Input);
        await ParquetSerializer.SerializeAsync(
            ids.Select(id => new ParquetRow { Id = id }), file, new ParquetOptions { RowGroupSize = 2 });
    }

    private Task CreateAsync() => Cli.RunAsync("topic", "create", "t", "--partitions", "1", "--dir", Data);

    private async Task<string[]> ProduceAsync()
    {
        await CreateAsync();
        CliResult result = await Cli.RunAsync("topic", "produce", "t", Input, "--dir", Data);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return [.. (await ConsumeAsync()).Select(record => record.GetProperty("value").GetRawText())];
    }

    private async Task<JsonElement[]> ConsumeAsync() =>
        [.. (await Cli.RunAsync("topic", "consume", "t", "--dir", Data)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
