namespace Kappa.Bench;

/// <summary>A count by key and session, of two or three records each; every update goes on.</summary>
internal sealed class SessionMode(BenchSite site, BenchOptions options) : TalliedMode(site, options)
{
    private long GapMs => Options.Keys;

    protected override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder) =>
        Tallied(stream.GroupByKey()
            .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMilliseconds(GapMs)))
            .Count(Materialized.As(Store)));

    /// <summary>
    /// A record goes on with the session before it, or begins one; one that is taken back has no value to peek at.
    /// </summary>
    protected override void Expect(Tally expected)
    {
        (long StartMs, long EndMs, long Count)[] sessions = new (long, long, long)[Options.Keys];
        foreach (BenchRecord record in Generator.Draw())
        {
            ref (long StartMs, long EndMs, long Count) session = ref sessions[record.Key];
            bool goesOn = session.Count > 0 && session.EndMs >= record.TimestampMs - GapMs;
            session = goesOn ? (session.StartMs, record.TimestampMs, session.Count + 1)
                : (record.TimestampMs, record.TimestampMs, 1);
            ExpectWindow(expected, record.Key, session.StartMs, session.EndMs, session.Count);
        }
    }
}
