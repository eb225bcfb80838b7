using System.Text;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

public sealed class RecordLineTests : IDisposable
{
    private readonly EmbeddedLog _log = EmbeddedLog.InMemory();

    public RecordLineTests()
    {
        _log.CreateTopic("one", new TopicSettings());
        _log.CreateTopic("copy", new TopicSettings());
        _log.CreateTopic("four", new TopicSettings { Partitions = 4 });
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""[1, 2]""")]
    [InlineData("12.50")]
    [InlineData("true")]
    [InlineData("plain text")]
    [InlineData("\"text in quotes\"")]
    [InlineData("null")]
    [InlineData("""{"base64":"AAAA"}""")]
    [InlineData("{\n  \"over\": \"lines\"\n}")]
    [InlineData("""{"twice":1,"twice":2}""")]
    [InlineData("{not json")]
    [InlineData(" 5 ")]
    [InlineData("")]
    [InlineData("\u00e9\u4e2d\ud83d\ude00 \\ \t")]
    public async Task What_consume_writes_produce_takes_back_as_the_same_bytes(string value)
    {
        Write("one", Encoding.UTF8.GetBytes(value));

        await Lines.ProduceAsync(_log, "copy", string.Join('\n', await Lines.ConsumeAsync(_log, "one")));

        Assert.Equal(value, Encoding.UTF8.GetString(ReadValue("copy")!));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_travel_as_base64()
    {
        byte[] bytes = [0xff, 0x00, 0xfe];
        Write("one", bytes);

        string[] lines = await Lines.ConsumeAsync(_log, "one");
        await Lines.ProduceAsync(_log, "copy", lines[0]);

        Assert.Equal("/wD+", JsonElement.Parse(lines[0]).GetProperty("value").GetProperty("base64").GetString());
        Assert.Equal(bytes, ReadValue("copy"));
    }

    [Fact]
    public async Task Null_is_a_tombstone_and_headers_and_time_come_back()
    {
        await Lines.ProduceAsync(
            _log, "one", """{"key":"k","value":null,"timestamp":1234,"headers":{"a":"b","none":null}}""");

        JsonElement record = JsonElement.Parse((await Lines.ConsumeAsync(_log, "one"))[0]);

        Assert.Equal(JsonValueKind.Null, record.GetProperty("value").ValueKind);
        Assert.Equal(1234, record.GetProperty("timestamp").GetInt64());
        Assert.Equal("""{"a":"b","none":null}""", record.GetProperty("headers").GetRawText());
    }

    [Fact]
    public async Task A_key_field_makes_the_line_the_value_and_kafkas_partitioner_chooses()
    {
        ProduceResult result = await Lines.ProduceAsync(_log, "four", """{"customer":"c-1","sum":12}""", "customer");

        string partition = $"four/{KeyPartitioner.Partition("c-1"u8, 4)}";
        Assert.Equal(1, result.Acknowledged);
        Assert.Equal(1, result.Offsets[partition]);
        JsonElement record = JsonElement.Parse((await Lines.ConsumeAsync(_log, "four"))[0]);
        Assert.Equal("c-1", record.GetProperty("key").GetString());
        Assert.Equal("""{"customer":"c-1","sum":12}""", record.GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task A_broken_line_is_named_and_what_came_before_it_is_written_and_nothing_after()
    {
        const string Text = """
            {"key":"a","value":1}

            {"key":"b","value":2}
            {"key":"c","value":
            {"key":"d","value":4}
            """;

        RecordLineException error = await Assert.ThrowsAsync<RecordLineException>(
            () => Lines.ProduceAsync(_log, "one", Text));

        Assert.Equal(("KAP6206", 2), (error.Code, error.ExitCode));
        Assert.Equal((4L, 2L), (error.Line, error.Acknowledged));
        Assert.Contains("Line 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 records were written", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Lines.ConsumeAsync(_log, "one")).Length);
    }

    [Theory]
    [InlineData("[1]", "no object")]
    [InlineData("""{"key":"a"}""", "no field 'value'")]
    [InlineData("""{"key":"a","valeu":1}""", "Did you mean 'value'?")]
    [InlineData("""{"value":1,"timestamp":"soon"}""", "no time")]
    [InlineData("""{"value":1,"timestamp":-5}""", "a time before 1970")]
    [InlineData("""{"value":{"base64":"%"}}""", "no base64")]
    [InlineData("""{"value":1} trailing""", "is not JSON")]
    public async Task A_line_that_is_no_record_says_why(string line, string reason)
    {
        RecordLineException error = await Assert.ThrowsAsync<RecordLineException>(
            () => Lines.ProduceAsync(_log, "one", line));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("No record was written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_field_names_the_nearest()
    {
        RecordLineException error = await Assert.ThrowsAsync<RecordLineException>(
            () => Lines.ProduceAsync(_log, "one", """{"customer":"c"}""", "custommer"));

        Assert.Contains("Did you mean 'customer'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused()
    {
        string line = $$"""{"value":"{{new string('x', LineReader.MaxLineBytes)}}"}""";

        RecordLineException error = await Assert.ThrowsAsync<RecordLineException>(
            () => Lines.ProduceAsync(_log, "one", "{\"value\":1}\n" + line));

        Assert.Equal(("KAP6207", 2L, 1L), (error.Code, error.Line, error.Acknowledged));
    }

    [Fact]
    public async Task Lines_that_frame_a_scan_are_no_records()
    {
        ProduceResult result = await Lines.ProduceAsync(
            _log, "one", """
            {"meta":{"store":"s"}}
            {"key":"a","value":1,"timestamp":"2026-11-25T10:00:00.000Z"}
            {"end":{"count":1,"complete":true}}
            """);

        Assert.Equal(1, result.Acknowledged);
    }

    [Fact]
    public async Task Partitions_are_merged_by_timestamp()
    {
        for (int i = 20; i > 0; i--)
        {
            await Lines.ProduceAsync(_log, "four", $$"""{"key":"k{{i}}","value":{{i}},"timestamp":{{i}}}""");
        }

        string[] lines = await Lines.ConsumeAsync(_log, "four");

        Assert.Equal(20, lines.Length);
        foreach (IGrouping<int, long> partition in lines.Select(line => JsonElement.Parse(line)).GroupBy(
            record => record.GetProperty("partition").GetInt32(), record => record.GetProperty("offset").GetInt64()))
        {
            Assert.Equal(partition.Order(), partition);
        }
    }

    [Fact]
    public async Task Reading_from_the_end_or_an_offset_begins_there()
    {
        await Lines.ProduceAsync(_log, "one", """
            {"value":1}
            {"value":2}
            {"value":3}
            """);

        Assert.Empty(await Lines.ConsumeAsync(_log, "one", "end"));
        Assert.Single(await Lines.ConsumeAsync(_log, "one", "2"));
        KappaException beyond = await Assert.ThrowsAsync<KappaException>(() => Lines.ConsumeAsync(_log, "one", "9"));
        Assert.Equal("KAP2104", beyond.Code);
        KappaException several = await Assert.ThrowsAsync<KappaException>(() => Lines.ConsumeAsync(_log, "four", "2"));
        Assert.Contains("--partition", several.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private void Write(string topic, byte[] value)
    {
        using ILogProducer producer = _log.OpenProducer();
        using var record = new RecordBuffer();
        record.Add(7, hasKey: true, "key"u8, hasValue: true, value);
        producer.Append(new TopicPartition(topic, 0), record);
        producer.Commit();
    }

    private byte[]? ReadValue(string topic)
    {
        using var cursor = new RecordCursor(_log.OpenReader(new TopicPartition(topic, 0), 0));
        Assert.True(cursor.MoveNext(long.MaxValue));
        return cursor.HasValue ? cursor.Value.ToArray() : null;
    }
}
