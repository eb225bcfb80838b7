using System.Diagnostics;
using System.Text;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>
/// Writes a flight every few milliseconds and waits for the row that it changes: record in to result out.
/// </summary>
internal sealed class LatencyProbe(ILog log, FlightGenerator generator, string output)
{
    private const int RecordsPerSecond = 200;

    public LatencyResult Measure(TimeSpan duration, CancellationToken stop)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        var sample = new LatencySample();
        var pace = new Pace(TimeProvider.System, RecordsPerSecond);
        while (pace.Elapsed < duration && !stop.IsCancellationRequested)
        {
            long before = OutputEnd();
            Append(producer, buffer);
            long written = Stopwatch.GetTimestamp();
            while (true)
            {
                long seen = log.ChangeNumber;
                if (OutputEnd() > before)
                {
                    break;
                }

                log.WaitForChangeAsync(seen, CancellationToken.None).GetAwaiter().GetResult();
            }

            sample.Add(Stopwatch.GetElapsedTime(written));
            pace.WaitForNext();
        }

        return new LatencyResult(sample.Count, sample.Percentile(50), sample.Percentile(99), 0);
    }

    private void Append(ILogProducer producer, RecordBuffer buffer)
    {
        (string key, string value) = generator.Flight();
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        buffer.Clear();
        buffer.Add(2_000_000_000_000, true, bytes, true, Encoding.UTF8.GetBytes(value));
        producer.Append(
            new TopicPartition(
                FlightGenerator.Flights,
                KeyPartitioner.Partition(bytes, log.Find(FlightGenerator.Flights)!.Partitions)),
            buffer);
        producer.Commit();
    }

    private long OutputEnd() => Enumerable.Range(0, log.Find(output)!.Partitions)
        .Sum(partition => log.Offsets(new TopicPartition(output, partition)).LastStable);
}
