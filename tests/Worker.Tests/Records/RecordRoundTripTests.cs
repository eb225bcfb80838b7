using System.Text;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>
/// What <c>topic consume</c> writes, <c>topic produce</c> takes back as the same records, byte for byte.
/// </summary>
public sealed class RecordRoundTripTests : IDisposable
{
    private const int Records = 400;

    private static readonly string[] Texts =
    [
        "", "plain", "12", "-0.50", "1e5", " 5", "true", "null", "\"quoted\"", "{\"a\":1}", "[1, 2]",
        "{\"a\":1,\"a\":2}",
        "{\"base64\":\"AAAA\"}", "{ \"base64\":\"AAAA\"}", "{\"\\u0062ase64\":\"AAAA\"}", "{\"\\ud800\":1}",
        "{\"a\":\"\\ud800\"}", "{\n}", "{\"a\":\"\u2028\ufeff\"}", "\ufeff{}", "{\"end\":{}}", "\u0000\u001f\u007f",
    ];

    private readonly EmbeddedLog _log = EmbeddedLog.InMemory();

    public RecordRoundTripTests()
    {
        _log.CreateTopic("one", new TopicSettings());
        _log.CreateTopic("copy", new TopicSettings());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Records_of_any_bytes_come_back_as_they_were(int seed)
    {
        var random = new Random(seed);
        List<string> written = [.. Enumerable.Range(0, Records).Select(_ => Write(
            random.Next(), Bytes(random), Bytes(random),
            [.. Enumerable.Range(0, random.Next(5)).Select(_ => (Bytes(random) ?? [], Bytes(random)))]))];

        Assert.Equal(written, await CopyAsync());
    }

    [Fact]
    public async Task Several_headers_of_one_name_keep_their_values_and_their_order()
    {
        string written = Write(
            7, "k"u8.ToArray(), null, [("b"u8.ToArray(), [1]), ("a"u8.ToArray(), null), ("b"u8.ToArray(), [0xff])]);

        Assert.Equal([written], await CopyAsync());
    }

    [Fact]
    public async Task A_number_in_binary_has_one_form_whatever_it_is()
    {
        long[] numbers = [0, 1, 65, 127, 200, 12_345, -1, long.MaxValue];
        List<string> written = [.. numbers.Select(number =>
        {
            byte[] bytes = new byte[sizeof(long)];
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            return Write(7, bytes, bytes, []);
        })];

        string[] lines = await Lines.ConsumeAsync(_log, "one");

        Assert.All(lines, line => Assert.Matches("\"key\":{\"base64\":.*\"value\":{\"base64\":", line));
        Assert.Equal(written, await CopyAsync());
    }

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public async Task Json_that_is_nested_as_deep_as_a_line_may_be_comes_back(int depth)
    {
        string value = new string('[', depth) + new string(']', depth);
        string written = Write(7, null, Encoding.UTF8.GetBytes(value), []);

        Assert.Equal([written], await CopyAsync());
    }

    [Theory]
    [InlineData("""{"value":"\ud800"}""", "no Unicode text")]
    [InlineData("""{"value":1,"\ud800":1}""", "no Unicode text")]
    [InlineData("""{"value":1,"timestamp":"\ud800"}""", "no Unicode text")]
    [InlineData("""{"value":{"\ud800":1}}""", "no Unicode text")]
    [InlineData("""{"value":1,"headers":5}""", "headers")]
    [InlineData("""{"value":1,"headers":[5]}""", "headers")]
    [InlineData("""{"value":1,"headers":[{"name":null,"value":"x"}]}""", "headers")]
    [InlineData("""{"value":1,"headers":[{"name":"a"}]}""", "headers")]
    public async Task Headers_and_text_that_are_none_name_the_line(string line, string part)
    {
        RecordLineException error = await Assert.ThrowsAsync<RecordLineException>(
            () => Lines.ProduceAsync(_log, "one", line));

        Assert.Contains("Line 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private static byte[]? Bytes(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return null;
            case 1:
                return Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);
            case 2: // Text with a byte changed: JSON whose strings are no UTF-8, among others.
                byte[] text = Encoding.UTF8.GetBytes("{\"name\":\"value\",\"list\":[1,2]}");
                text[random.Next(text.Length)] = (byte)random.Next(256);
                return text;
            default:
                byte[] bytes = new byte[random.Next(12)];
                random.NextBytes(bytes);
                return bytes;
        }
    }

    private string Write(long time, byte[]? key, byte[]? value, (byte[] Name, byte[]? Value)[] headers)
    {
        using ILogProducer producer = _log.OpenProducer();
        using var record = new RecordBuffer();
        record.Add(time, key is not null, key, value is not null, value, Code(headers));
        producer.Append(new TopicPartition("one", 0), record);
        producer.Commit();
        return Text(time, key, value, headers.Length == 0 ? [] : Code(headers));
    }

    /// <summary>Kafka's coding: all numbers here are below 64, so a varint is one byte, twice the number.</summary>
    private static byte[] Code((byte[] Name, byte[]? Value)[] headers) => headers.Length == 0 ? [] :
    [
        (byte)(headers.Length * 2),
        .. headers.SelectMany(header => (byte[])
            [(byte)(header.Name.Length * 2), .. header.Name, .. header.Value is { } value
                ? (byte[])[(byte)(value.Length * 2), .. value] : [1]]),
    ];

    private static string Text(long time, byte[]? key, byte[]? value, byte[] headers) =>
        $"{time} {(key is null ? "-" : Convert.ToHexString(key) + "'")} " +
        $"{(value is null ? "-" : Convert.ToHexString(value) + "'")} {Convert.ToHexString(headers)}";

    private async Task<List<string>> CopyAsync()
    {
        await Lines.ProduceAsync(_log, "copy", string.Join('\n', (await Lines.ConsumeAsync(_log, "one"))
            .OrderBy(line => System.Text.Json.JsonElement.Parse(line).GetProperty("offset").GetInt64())));
        var read = new List<string>();
        using var cursor = new RecordCursor(_log.OpenReader(new TopicPartition("copy", 0), 0));
        while (cursor.MoveNext(long.MaxValue))
        {
            read.Add(Text(
                cursor.TimestampMs, cursor.HasKey ? cursor.Key.ToArray() : null,
                cursor.HasValue ? cursor.Value.ToArray() : null, cursor.Headers.ToArray()));
        }

        return read;
    }
}
