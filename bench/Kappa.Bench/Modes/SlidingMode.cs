namespace Kappa.Bench;

/// <summary>A count by key and sliding window, about two records of a key in each; every update goes on.</summary>
internal sealed class SlidingMode(BenchSite site, BenchOptions options) : TalliedMode(site, options)
{
    private long DifferenceMs => 2L * Options.Keys;

    protected override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder) =>
        Tallied(stream.GroupByKey()
            .WindowedBy(SlidingWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromMilliseconds(DifferenceMs)))
            .Count(Materialized.As(Store)));

    /// <summary>
    /// A record ends a window, and is in those that begin right behind each record of its key that is near enough. One
    /// that does both at once goes on twice, as in Kafka Streams, where the earlier record is found by another window.
    /// </summary>
    protected override void Expect(Tally expected)
    {
        List<long>?[] times = new List<long>?[Options.Keys];
        foreach (BenchRecord record in Generator.Draw())
        {
            List<long> near = times[record.Key] ??= [];
            bool isTwice = near.Count > 1 && near[^1] == record.TimestampMs - DifferenceMs - 1;
            near.RemoveAll(time => time < record.TimestampMs - DifferenceMs);
            for (int before = 0; before < near.Count; before++)
            {
                long start = near[before] + 1;
                ExpectWindow(expected, record.Key, start, start + DifferenceMs, near.Count - before);
            }

            near.Add(record.TimestampMs);
            for (int sent = isTwice ? 2 : 1; sent > 0; sent--)
            {
                ExpectWindow(expected, record.Key, record.TimestampMs - DifferenceMs, record.TimestampMs, near.Count);
            }
        }
    }
}
