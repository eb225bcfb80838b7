namespace Kappa.Bench;

/// <summary>Two streams joined by key and time: about one partner for each record.</summary>
internal sealed class StreamJoinMode : TalliedMode
{
    private readonly Generator _others;

    public StreamJoinMode(BenchSite site, BenchOptions options)
        : base(site, options) =>
        _others = new Generator(options with { Seed = options.Seed + 1 }, site.Name("others"));

    public override IReadOnlyList<string> Topics => [Generator.Topic, _others.Topic];

    public override long Records => 2L * Options.Records;

    private long DifferenceMs => Options.Keys / 2;

    public override void Fill()
    {
        base.Fill();
        _others.Fill(Site.Log);
    }

    protected override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder)
    {
        Tally found = Found;
        stream.Join(
                builder.Stream(_others.Topic, Consumed.With(Keys, Keys)),
                (left, right) => (long)left.Low + (3L * (long)right.Low),
                JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromMilliseconds(DifferenceMs)),
                StreamJoined.With(Keys, Keys, Keys))
            .Peek((key, sum) => found.Add(key.High, 0, sum));
    }

    protected override void Expect(Tally expected)
    {
        ILookup<int, BenchRecord> others = _others.Draw().ToLookup(record => record.Key);
        foreach (BenchRecord record in Generator.Draw())
        {
            foreach (BenchRecord other in others[record.Key])
            {
                if (Math.Abs(other.TimestampMs - record.TimestampMs) <= DifferenceMs)
                {
                    expected.Add(BenchKey.Of(record.Key).High, 0, record.Other + (3L * other.Other));
                }
            }
        }
    }
}
