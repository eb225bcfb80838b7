using System.Text;
using Kappa.Testing;

namespace Kappa.StreamizHosting.Tests;

/// <summary>Topics of texts: to Kappa what Streamiz reads and writes are bytes.</summary>
internal static class TextTopics
{
    public static void Pipe(
        this TopologyTestDriver driver, string topic, string? key, string? value, long timestampMs) =>
        driver.CreateInputTopic<byte[], byte[]>(topic).PipeInput(Bytes(key), Bytes(value), timestampMs);

    public static IEnumerable<string> Read(this TopologyTestDriver driver, string topic) =>
        driver.CreateOutputTopic<byte[], byte[]>(topic).ReadRecords()
            .Select(record => $"{Text(record.Key)}={Text(record.Value)}@{record.TimestampMs}");

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string Text(byte[]? bytes) => bytes is null ? "-" : Encoding.UTF8.GetString(bytes);
}
