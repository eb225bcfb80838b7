using System.Diagnostics;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Appends records in commits of a megabyte, in turn with bare writes of the same bytes.</summary>
public sealed class AppendBenchmark
{
    private const int CommitBytes = 1 << 20;

    private readonly BenchSite _site;
    private readonly BenchOptions _options;
    private readonly Generator _generator;
    private readonly LatencySample _commits = new();
    private TimeSpan _committing;
    private TimeSpan _filling;
    private long _bytes;
    private long _storedBytes;
    private int _stored; // By the last commit.
    private double _allocated;

    private AppendBenchmark(BenchSite site, BenchOptions options)
    {
        (_site, _options) = (site, options);
        _generator = new Generator(options, site.Name("append"));
    }

    /// <summary>Runs it.</summary>
    /// <param name="options">What it runs over; it has one partition.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static AppendResult Run(BenchOptions options, Action<string>? report = null) =>
        BenchSite.Use(options, site =>
            new AppendBenchmark(site, options with { Partitions = 1 }).Measure(report ?? (_ => { })));

    private AppendResult Measure(Action<string> report)
    {
        report($"appending {_options.Records:N0} records in commits of a megabyte");
        _generator.Create(_site.Log);
        using BareWrites? bare = _options.Kafka is null
            ? new BareWrites(_site.CreateFile("bare"), _options.Seed) : null;
        using (ILogProducer producer = _site.Log.OpenProducer())
        {
            Append(producer, bare);
        }

        report("reading everything back, to check it");
        long wrong = TopicContent.Wrong(_site.Log, _generator.Topic, _generator.Contents);
        double seconds = _committing.TotalSeconds;
        return new AppendResult(
            _options.Log, _options.Compression.ToString().ToLowerInvariant(), _options.Records, _commits.Count,
            _options.Records / seconds, _bytes / seconds, _options.Records / (seconds + _filling.TotalSeconds),
            _commits.Percentile(50), _commits.Percentile(99), _allocated, wrong)
        {
            BareBytesPerSecond = bare?.BytesPerSecond,
            BareP50Ms = bare?.Sample.Percentile(50),
            Ratio = bare is null ? null : _storedBytes / seconds / bare.BytesPerSecond,
        };
    }

    private void Append(ILogProducer producer, BareWrites? bare)
    {
        using var buffer = new RecordBuffer();
        RecordBuffer[] buffers = [buffer];
        (long allocatedBefore, int half) = (0, 0);
        for (int written = 0; written < _options.Records; written += buffer.Records)
        {
            if (half == 0 && written >= _options.Records / 2)
            {
                (half, allocatedBefore) = (written, GC.GetTotalAllocatedBytes());
            }

            Fill(buffers, _options.Records - written);
            AppendOne(producer, buffer, bare);
        }

        _allocated = (GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)Math.Max(1, _options.Records - half);
    }

    /// <summary>Commits once, and writes as many bytes bare: the two take turns in being first.</summary>
    /// <remarks>A disk that has rested while the buffer was filled takes longer for whoever comes first.</remarks>
    private void AppendOne(ILogProducer producer, RecordBuffer buffer, BareWrites? bare)
    {
        if (bare is null)
        {
            Commit(producer, buffer);
            return;
        }

        var partition = new TopicPartition(_generator.Topic, 0);
        bool isFirst = _stored == 0 || _commits.Count % 2 == 0;
        if (!isFirst)
        {
            bare.Write(_stored);
        }

        long before = _site.Log.Offsets(partition).Bytes;
        Commit(producer, buffer);
        _stored = (int)(_site.Log.Offsets(partition).Bytes - before);
        _storedBytes += _stored;
        if (isFirst)
        {
            bare.Write(_stored);
        }
    }

    private void Fill(RecordBuffer[] buffers, int most)
    {
        long started = Stopwatch.GetTimestamp();
        buffers[0].Clear();
        while (buffers[0].Bytes < CommitBytes && buffers[0].Records < most)
        {
            _generator.Add(buffers);
        }

        _filling += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Commits and takes the time.</summary>
    private void Commit(ILogProducer producer, RecordBuffer buffer)
    {
        long started = Stopwatch.GetTimestamp();
        producer.Append(new TopicPartition(_generator.Topic, 0), buffer);
        producer.Commit();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        _commits.Add(took);
        _committing += took;
        _bytes += buffer.Bytes;
    }
}
