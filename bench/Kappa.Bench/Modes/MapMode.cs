namespace Kappa.Bench;

/// <summary>Nine records of ten pass a filter, and a number is taken out of each; nothing is written.</summary>
internal sealed class MapMode(BenchSite site, BenchOptions options) : TalliedMode(site, options)
{
    protected override void Describe(KStream<BenchKey, BenchKey> stream, StreamBuilder builder)
    {
        Tally found = Found;
        stream.Filter((_, other) => other.Low % 10 != 0).MapValues(other => (long)other.Low)
            .Peek((key, number) => found.Add(key.High, 0, number));
    }

    protected override void Expect(Tally expected)
    {
        foreach (BenchRecord record in Generator.Draw())
        {
            if (record.Other % 10 != 0)
            {
                expected.Add(BenchKey.Of(record.Key).High, 0, record.Other);
            }
        }
    }
}
