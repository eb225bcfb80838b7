namespace Kappa.Interpreter;

/// <summary>
/// The order of records: all partitions merged by the timestamps of their heads, ties by topic name, then partition; a
/// partition stays in the order of its offsets (docs/protocols.md, rule 6).
/// </summary>
internal static class InputOrder
{
    private const long OutOfPlaceMs = 3_600_000;

    /// <summary>The order inside a slice.</summary>
    public static List<SourceRecord> InSlice(IEnumerable<SourceRecord> records) =>
        Merge(records, head => head[0].TimestampMs);

    /// <summary>The order over a backlog: a record that is out of its place takes the turn of another.</summary>
    public static List<SourceRecord> OverBacklog(IEnumerable<SourceRecord> records) => Merge(records, TurnOf);

    private static List<SourceRecord> Merge(
        IEnumerable<SourceRecord> records, Func<List<SourceRecord>, long> turnOfHead)
    {
        List<List<SourceRecord>> waiting = [.. records.GroupBy(record => (record.Topic, record.Partition))
            .OrderBy(partition => partition.Key.Topic, StringComparer.Ordinal)
            .ThenBy(partition => partition.Key.Partition)
            .Select(partition => partition.OrderBy(record => record.Offset).ToList())];
        List<SourceRecord> order = [];
        while (waiting.Exists(partition => partition.Count > 0))
        {
            List<SourceRecord> next = waiting.Where(partition => partition.Count > 0).MinBy(turnOfHead)!;
            order.Add(next[0]);
            next.RemoveAt(0);
        }

        return order;
    }

    /// <summary>
    /// A head that lies more than an hour behind the second lowest of the three records behind it takes its turn.
    /// </summary>
    private static long TurnOf(List<SourceRecord> left)
    {
        if (left.Count < 4)
        {
            return left[0].TimestampMs;
        }

        long second = left.Skip(1).Take(3).Select(record => record.TimestampMs).Order().ElementAt(1);
        return left[0].TimestampMs > second + OutOfPlaceMs ? second : left[0].TimestampMs;
    }
}
