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
    private static readonly TimeSpan Distance = TimeSpan.FromSeconds(1.0 / RecordsPerSecond);

    public LatencyResult Measure(TimeSpan duration, CancellationToken stop)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        var latencies = new List<double>();
        long started = Stopwatch.GetTimestamp();
        for (int n = 0; Stopwatch.GetElapsedTime(started) < duration && !stop.IsCancellationRequested; n++)
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

            latencies.Add(Stopwatch.GetElapsedTime(written).TotalMilliseconds);
            TimeSpan left = (Distance * (n + 1)) - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
            {
                Task.Delay(left, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();
            }
        }

        latencies.Sort();
        return new LatencyResult(latencies.Count, Percentile(latencies, 50), Percentile(latencies, 99), 0);
    }

    private static double Percentile(List<double> sorted, int percent) =>
        sorted.Count == 0 ? 0 : sorted[(sorted.Count - 1) * percent / 100];

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
