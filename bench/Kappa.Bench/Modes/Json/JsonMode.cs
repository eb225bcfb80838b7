using System.Text;
using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>The sum of the positive delays of flights in JSON by where they came from; keys are strings.</summary>
internal sealed class JsonMode(BenchSite site, BenchOptions options, bool asClass) : BenchMode(site, options)
{
    private readonly FlightGenerator _flights = new(site.Log, options);
    private TopicContent[] _contents = [];

    public override (string Topic, TopicContent[] Contents) Input => (Site.Name("records"), _contents);

    public override void Fill()
    {
        using var topic = new BenchTopic(Site.Log, Options, Input.Topic);
        for (int i = 0; i < Options.Records; i++)
        {
            (string key, string value) = _flights.Flight();
            topic.Add(Generator.FirstMs + i, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        }

        _contents = topic.Contents;
    }

    public override void Build(StreamBuilder builder)
    {
        if (asClass)
        {
            ISerde<JsonFlight> serde = Serdes.Json(BenchJsonContext.Default.JsonFlight);
            builder.Stream(Input.Topic, Consumed.With(Serdes.String, serde))
                .Filter((_, flight) => flight.Delay > 0).GroupByKey()
                .Aggregate(() => 0L, (_, flight, total) => total + flight.Delay, Materialized.As(Store));
        }
        else
        {
            builder.Stream(Input.Topic, Consumed.With<string, int>(Serdes.String, new DelaySerde()))
                .Filter((_, delay) => delay > 0).GroupByKey()
                .Aggregate(() => 0L, (_, delay, total) => total + delay, Materialized.As(Store));
        }
    }

    public override long Wrong(StreamEngine engine)
    {
        Dictionary<string, long> expected = [];
        var again = new FlightGenerator(Site.Log, Options);
        for (int i = 0; i < Options.Records; i++)
        {
            (string key, string value) = again.Flight();
            int start = value.IndexOf("\"delay\":", StringComparison.Ordinal) + 8;
            int delay = int.Parse(value.AsSpan(start, value.IndexOf(',', start) - start), provider: null);
            if (delay > 0)
            {
                expected[key] = expected.GetValueOrDefault(key) + delay;
            }
        }

        long wrong = 0;
        using StoreView view = engine.OpenStore(Store);
        foreach ((byte[] key, byte[] value, long _) in view.ScanBytes())
        {
            bool isRight = expected.Remove(Encoding.UTF8.GetString(key), out long total)
                && total == Serdes.Int64.Deserialize(value);
            wrong += isRight ? 0 : 1;
        }

        return wrong + expected.Count;
    }
}
