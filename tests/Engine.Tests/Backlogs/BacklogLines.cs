using System.Text;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What a topology has come to, as lines that two of them can be compared by.</summary>
internal sealed class BacklogLines
{
    private readonly SortedDictionary<string, List<string>> _parts = new(StringComparer.Ordinal);

    /// <summary>The rows of a store, in any order.</summary>
    public void AddStore(string store, IEnumerable<(string Key, string Value, long TimestampMs)> rows) => _parts.Add(
        $"store {store}",
        [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => $"{row.Key} = {row.Value} @{row.TimestampMs}")]);

    /// <summary>What was written to a partition of a stream topic, in order.</summary>
    public void AddStream(
        string topic, int partition, IEnumerable<(string? Key, string? Value, long TimestampMs)> records) =>
        _parts.Add(
            $"stream {topic}/{partition}",
            [.. records.Select((sent, index) =>
                $"{index}: {sent.Key ?? "-"} = {sent.Value ?? "-"} @{sent.TimestampMs}")]);

    /// <summary>
    /// The last record of each key of a table topic, in any order; a deleted key may be there or not.
    /// </summary>
    public void AddTable(string topic, IEnumerable<(string Key, string? Value, long TimestampMs)> last) => _parts.Add(
        $"table {topic}",
        [.. last.Where(row => row.Value is not null).OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => $"{row.Key} = {row.Value} @{row.TimestampMs}")]);

    public string[] Sorted() =>
        [.. _parts.SelectMany(part => part.Value.Select(line => $"{part.Key} {line}").Prepend(part.Key))];

    /// <summary>What an engine has come to.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="log">Its log.</param>
    /// <param name="prefix">Before the names of its output topics.</param>
    public static string[] Of(StreamEngine engine, ILog log, string prefix = "")
    {
        var lines = new BacklogLines();
        using StoreViews views = engine.OpenStores();
        for (int store = 0; store < views.Stores.Count; store++)
        {
            lines.AddStore(views.Stores[store].Name, views[store].Scan().Select(
                row => (row.Key, JsonSerializer.Deserialize<string>(row.ValueJson)!, row.TimestampMs)));
        }

        foreach (OutputInfo output in engine.Outputs)
        {
            lines.AddOutput(output, Written(log, prefix + output.Topic));
        }

        return lines.Sorted();
    }

    /// <summary>Fails with the first line that differs.</summary>
    public static void Equal(string[] expected, string[] actual, string what)
    {
        int at = 0;
        while (at < expected.Length && at < actual.Length && expected[at] == actual[at])
        {
            at++;
        }

        if (at < expected.Length || at < actual.Length)
        {
            Assert.Fail(
                $"{what}: line {at} of {expected.Length} differs (there are {actual.Length}).\n" +
                $"expected: {expected.ElementAtOrDefault(at)}\n     got: {actual.ElementAtOrDefault(at)}");
        }
    }

    private void AddOutput(OutputInfo output, List<(string? Key, string? Value, long TimestampMs)>[] written)
    {
        if (output.IsTable)
        {
            AddTable(output.Topic, written.SelectMany(partition => partition)
                .GroupBy(sent => sent.Key!).Select(sent => (sent.Key, sent.Last().Value, sent.Last().TimestampMs)));
            return;
        }

        for (int partition = 0; partition < written.Length; partition++)
        {
            AddStream(output.Topic, partition, written[partition]);
        }
    }

    private static List<(string? Key, string? Value, long TimestampMs)>[] Written(ILog log, string topic)
    {
        List<(string?, string?, long)>[] written =
            [.. Enumerable.Range(0, log.Find(topic)!.Partitions).Select(_ => new List<(string?, string?, long)>())];
        foreach ((int partition, byte[]? key, byte[]? value, long timestampMs, long _) in Observed.Walk(log, topic))
        {
            written[partition].Add((Text(key), Text(value), timestampMs));
        }

        return written;
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
