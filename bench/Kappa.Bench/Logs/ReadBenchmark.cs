using System.Diagnostics;

namespace Kappa.Bench;

/// <summary>Reads a topic whole, in turn with the least that reading it costs.</summary>
public static class ReadBenchmark
{
    private const int Rounds = 5;
    private const int RoundsOnCluster = 3;

    /// <summary>Runs it.</summary>
    /// <param name="options">What it runs over.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static ReadResult Run(BenchOptions options, Action<string>? report = null) =>
        BenchSite.Use(options, site => Measure(site, options, report ?? (_ => { })));

    private static ReadResult Measure(BenchSite site, BenchOptions options, Action<string> report)
    {
        var generator = new Generator(options, site.Name("read"));
        report($"generating {options.Records:N0} records");
        generator.Fill(site.Log);
        report("reading everything once, to check it");
        long wrong = TopicContent.Wrong(site.Log, generator.Topic, generator.Contents);
        using IReadLimit limit = options.Kafka is { } kafka
            ? new BareConsumer(kafka, generator) : new BareCopy(site, generator);
        limit.Read();
        report($"reading, in turn with the limit ({limit.Name})");
        var reader = new TopicPass(site.Log, generator.Topic, generator.Contents);
        (TimeSpan best, TimeSpan least) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (int round = options.Kafka is null ? Rounds : RoundsOnCluster; round > 0; round--)
        {
            least = Shorter(least, Time(limit.Read));
            best = Shorter(best, Time(reader.Run));
        }

        double rate = options.Records / best.TotalSeconds;
        double limitRate = options.Records / least.TotalSeconds;
        double bytes = generator.Contents.Sum(content => content.Bytes);
        return new ReadResult(
            options.Log, options.Compression.ToString().ToLowerInvariant(), options.Records, rate,
            bytes / best.TotalSeconds, limit.Name, limitRate, rate / limitRate, reader.AllocatedBytesPerRecord,
            wrong + reader.Wrong)
        {
            CompressionRatio = options.Kafka is null ? bytes / generator.Stored(site.Log) : null,
        };
    }

    private static TimeSpan Time(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
