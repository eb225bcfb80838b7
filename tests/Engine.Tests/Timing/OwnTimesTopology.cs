namespace Kappa.Engine.Tests;

/// <summary>
/// Records whose times stand in their values, or nowhere; duplicates among them, and totals of all time.
/// </summary>
internal static class OwnTimesTopology
{
    public static Topology Build()
    {
        var builder = new StreamBuilder();
        KStream<string, string> records = builder.Stream("in", Consumed.WithTimestampExtractor<string, string>(
            (_, value, _) => TimeOf(value), InvalidTimestamp.UsePartitionTime));
        records.To("timed");
        records.DropDuplicates(TimeSpan.FromMilliseconds(30), Materialized.As("seen-keys")).To("by-key");
        KStream<string, string> once = records.DropDuplicates(
            (_, value) => value[^1..], TimeSpan.FromMilliseconds(90), Materialized.As("seen-ids"));
        once.To("by-id");
        once.GroupByKey().WindowedBy(UnlimitedWindows.StartOn(DateTimeOffset.FromUnixTimeMilliseconds(1_100)))
            .Aggregate(() => "", (_, value, total) => Last(total + value), Materialized.As("all"));
        records.WithRecordTimestamp((_, value) => Math.Max(0, TimeOf(value)) / 2).GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(20)))
            .Count(Materialized.As("halved"));
        return builder.Build("own-times");
    }

    /// <summary>What stands before the colon; -1 for no number.</summary>
    public static long TimeOf(string value) => long.TryParse(value.Split(':')[0], out long time) ? time : -1;

    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;
}
