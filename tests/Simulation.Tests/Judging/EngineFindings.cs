using System.Globalization;
using System.Text.Json;
using Kappa.Engine;
using Kappa.Interpreter;
using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>What an engine has come to.</summary>
internal static class EngineFindings
{
    /// <param name="engine">The engine.</param>
    /// <param name="log">Its log.</param>
    /// <param name="prefix">Before the names of its output topics.</param>
    public static Findings Of(StreamEngine engine, ILog log, string prefix = "")
    {
        var findings = new Findings();
        using StoreViews views = engine.OpenStores();
        for (int store = 0; store < views.Stores.Count; store++)
        {
            bool hasWindows = views.Stores[store].WindowMs is not null || views.Stores[store].HasSessions;
            if (!views.Stores[store].IsInternal)
            {
                findings.Add($"store {views.Stores[store].Name}", views[store].Scan()
                    .Select(row => Line(row, hasWindows)).Order(StringComparer.Ordinal));
            }
        }

        foreach (OutputInfo output in engine.Outputs)
        {
            AddOutput(findings, log, output, prefix + output.Topic, output.IsTable ? "table" : "stream");
            AddOutput(findings, log, output, $"{engine.Instance}.{output.Topic}.image", "image");
        }

        return findings;
    }

    private static void AddOutput(Findings findings, ILog log, OutputInfo output, string topic, string kind)
    {
        for (int partition = 0; partition < (log.Find(topic)?.Partitions ?? 0); partition++)
        {
            IEnumerable<WrittenRecord> records = TopicReading.Of(log, new TopicPartition(topic, partition))
                .Select(record => new WrittenRecord(0, 0, Hex(record.Key), Hex(record.Value), record.TimestampMs));
            findings.Add(
                $"{kind} {output.Topic}/{partition}",
                output.IsTable ? InterpreterFindings.LastLines(records) : records.Select(InterpreterFindings.Line));
        }
    }

    private static string Line(StoreEntry row, bool hasWindows)
    {
        int at = hasWindows ? row.Key.LastIndexOf('@') : row.Key.Length;
        long start = hasWindows ? StartOf(row.Key[(at + 1)..row.Key.LastIndexOf('/')]) : 0;
        string value = JsonSerializer.Deserialize<JsonElement>(row.ValueJson).ToString();
        return InterpreterFindings.Line(row.Key[..at], start, value, row.TimestampMs);
    }

    private static long StartOf(string time) => long.TryParse(time, CultureInfo.InvariantCulture, out long ms)
        ? ms : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexString(bytes);
}
