using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Times that functions find in records: live with restarts, against a plain model and against the replay.
/// </summary>
public sealed class OwnTimesTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;
    private const int Rounds = 6;
    private const int Steps = 25;

    [Fact]
    public void Records_have_the_times_of_their_values_and_a_partition_keeps_its_time_over_restarts()
    {
        foreach (int seed in Seeds.For(Rounds))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 2), ("timed", 1), ("by-key", 2), ("by-id", 2));
                string live = RunLive(log, random);

                string replayed = RestartedRun.Replay(log, OwnTimesTopology.Build, random);

                Assert.Equal(Modelled(log), Lines(log, "timed"));
                Assert.Equal(live, replayed);
                foreach (string topic in new[] { "timed", "by-key", "by-id" })
                {
                    Assert.Equal(Lines(log, topic), Lines(log, $"again.{topic}"));
                }

                Assert.NotEmpty(Lines(log, "by-id"));
                Assert.True(Lines(log, "by-key").Length < Lines(log, "timed").Length);
            });
        }
    }

    [Fact]
    public void Records_come_in_the_order_of_the_log_whatever_times_are_found_in_them()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("a", 0, ("k", "900:a", 1), ("k", "100:b", 3));
        log.Append("b", 0, ("k", "500:c", 2), ("k", "200:d", 4));
        var builder = new StreamBuilder();
        Consumed<string, string> times = Consumed.WithTimestampExtractor<string, string>(
            (_, value, _) => OwnTimesTopology.TimeOf(value));
        builder.Stream("a", times).Merge(builder.Stream("b", times)).To("out");
        RunToEnd(log, builder);

        Assert.Equal(["900:a", "500:c", "100:b", "200:d"], log.Values("out"));
        Assert.Equal([900, 500, 100, 200], Observed.Walk(log, "out").Select(record => record.TimestampMs));
    }

    [Theory]
    [InlineData(InvalidTimestamp.Fail, "begins at 0 (1970). Write")]
    [InlineData(InvalidTimestamp.UsePartitionTime, "no record of the partition had a time before it")]
    public void A_record_without_a_time_stops_the_topology_with_its_place_and_the_remedy(
        InvalidTimestamp onInvalid, string why)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("k", "never", 1));
        var builder = new StreamBuilder();
        builder.Stream("in", Consumed.WithTimestampExtractor<string, string>((_, _, _) => -7, onInvalid)).To("out");

        KappaException error = Failure(log, builder);

        Assert.Equal("KAP5152", error.Code);
        Assert.Contains("finds the time -7 in the record at offset 0", error.Message, Exactly);
        Assert.Contains(why, error.Message, Exactly);
        Assert.Contains("InvalidTimestamp.Skip", error.Message, Exactly);
    }

    [Fact]
    public void A_negative_time_that_an_operator_gives_stops_the_topology()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("k", "v", 1));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").WithRecordTimestamp((_, _) => -1).To("out");

        KappaException error = Failure(log, builder);

        Assert.Equal("KAP5153", error.Code);
        Assert.Contains("'in.timestamp' gives a record the time -1", error.Message, Exactly);
    }

    private static string RunLive(EmbeddedLog log, Random random)
    {
        log.Append("in", 0, ("k0", "1000:0", 1));
        log.Append("in", 1, ("k1", "1000:1", 1));
        (int number, long time) = (0, 1_000);
        return RestartedRun.Live(log, OwnTimesTopology.Build, random, Steps, () =>
        {
            for (int record = random.Next(9); record > 0; record--)
            {
                time = Math.Max(0, time + random.Next(-20, 30));
                string value = random.Next(6) == 0 ? $"never:{number}" : $"{time}:{number}";
                log.Append("in", random.Next(2), ($"k{random.Next(4)}", value, 10 + number++));
            }
        });
    }

    /// <summary>The time of each value, else the highest one of its partition before it.</summary>
    private static string[] Modelled(EmbeddedLog log)
    {
        var highest = new Dictionary<int, long>();
        return Sort(Observed.Walk(log, "in").Select(record =>
        {
            string value = Encoding.UTF8.GetString(record.Value!);
            long found = OwnTimesTopology.TimeOf(value);
            long time = found < 0 ? highest[record.Partition] : found;
            highest[record.Partition] = Math.Max(highest.GetValueOrDefault(record.Partition), time);
            return $"{Encoding.UTF8.GetString(record.Key!)}={value}@{time}";
        }));
    }

    private static string[] Lines(EmbeddedLog log, string topic) => Sort(Observed.Walk(log, topic).Select(record =>
        $"{Encoding.UTF8.GetString(record.Key!)}={Encoding.UTF8.GetString(record.Value!)}@{record.TimestampMs}"));

    private static string[] Sort(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private static KappaException Failure(EmbeddedLog log, StreamBuilder builder)
    {
        Exception stopped = Assert.ThrowsAny<KappaException>(() => RunToEnd(log, builder));
        return Assert.IsType<KappaException>(stopped.InnerException);
    }

    private static void RunToEnd(EmbeddedLog log, StreamBuilder builder)
    {
        using StreamEngine engine = StreamEngine.Open(builder.Build("timing"), log);
        engine.RunToEnd();
    }
}
