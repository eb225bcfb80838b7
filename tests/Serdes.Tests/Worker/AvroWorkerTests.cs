namespace Kappa.Tests;

/// <summary>
/// A topology with Avro behind schema ids, in a real worker that has none of the packages itself: they come with the
/// topology, into its load context.
/// </summary>
public sealed class AvroWorkerTests : IDisposable
{
    private const StringComparison Exactly = StringComparison.Ordinal;
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_and_values_behind_schema_ids_are_kept_shown_as_JSON_and_replayed_without_the_registry()
    {
        using var standIn = new RegistryStandIn();
        int keyId = standIn.Register("readings-key", "\"string\"");
        int valueId = standIn.Register("readings-value", ReadingTotals.Schema);
        int oldId = standIn.Register(
            "readings-value", """{"type":"record","name":"Measured","fields":[{"name":"value","type":"double"}]}""");
        (string, string) place = (ReadingTotals.Place, $"{standIn.Address} {_folder["schemas.jsonl"]}");
        string[] worker =
        [
            "run", typeof(ReadingTotals).Assembly.Location, "--dir", _folder["data"], "--http", "127.0.0.1:0",
        ];

        await KappaAsync("topic", "create", "readings", "--partitions", "2");
        await KappaAsync("topic", "create", "last-readings", "--partitions", "2", "--cleanup", "compact");
        using (await Command.StartAsync(place, worker))
        {
            // 1.5 as IEEE 754, the lowest byte first, and "K"; then 2.5 by the older schema, which has no unit.
            await ProduceAsync(
                Line(Message(keyId, [2, (byte)'n']), Message(valueId, [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 2, (byte)'K'])),
                Line(Message(keyId, [2, (byte)'s']), Message(oldId, [0, 0, 0, 0, 0, 0, 4, 0x40])));

            (int exit, string published) = await KappaAsync(
                "topic", "consume", "last-readings", "--follow", "--limit", "2");
            Assert.True(exit == 0, published);

            Assert.Contains("""{"value":1.5,"unit":"K"}""", await GetAsync("n"), Exactly);
            Assert.Contains("""{"value":2.5,"unit":"C"}""", await GetAsync("s"), Exactly);

            (exit, string rows) = await KappaAsync("store", "scan", "reading-totals", ReadingTotals.Store);
            Assert.Equal(0, exit);
            Assert.Contains("1.5", rows, Exactly);

            standIn.Dispose();
            (exit, string verified) = await KappaAsync("replay", "verify", "reading-totals");
            Assert.True(exit == 0, verified);
        }

        using (await Command.StartAsync(place, worker)) // With the registry away.
        {
            Assert.Contains("""{"value":2.5,"unit":"C"}""", await GetAsync("s"), Exactly);
        }
    }

    private static byte[] Message(int id, ReadOnlySpan<byte> body) =>
        [0, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, .. body];

    private static string Line(byte[] key, byte[] value) =>
        $$"""{"key":{{Base64(key)}},"value":{{Base64(value)}} }""";

    private static string Base64(byte[] bytes) => $$"""{"base64":"{{Convert.ToBase64String(bytes)}}"}""";

    private Task<(int ExitCode, string Text)> KappaAsync(params string[] words) =>
        Command.RunAsync("", [.. words, "--dir", _folder["data"]]);

    /// <summary>A row, which comes into the store right behind the commit that publishes it.</summary>
    private async Task<string> GetAsync(string key)
    {
        (int exit, string text) = (0, "");
        for (int attempt = 0; attempt < 20; attempt++)
        {
            (exit, text) = await KappaAsync("store", "get", "reading-totals", ReadingTotals.Store, key);
            if (exit != ExitCodes.NotFound)
            {
                break;
            }
        }

        Assert.True(exit == 0, text);
        return text;
    }

    private async Task ProduceAsync(params string[] lines)
    {
        (int exit, string text) = await Command.RunAsync(
            string.Concat(lines.Select(line => line + "\n")), "topic", "produce", "readings", "--dir", _folder["data"]);
        Assert.True(exit == 0, text);
    }
}
