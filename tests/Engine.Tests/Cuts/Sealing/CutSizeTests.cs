using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>How many bytes a cut takes (protocols.md 5: the aim is 10 when sealed).</summary>
public sealed class CutSizeTests(ITestOutputHelper output)
{
    private const int PerBlock = 4_096; // The default.

    [Theory]
    [InlineData(1, 100, 5), InlineData(4, 200, 5), InlineData(8, 1_000, 7), InlineData(16, 2_000, 10)]
    public void Twenty_jittered_cuts_a_second_take_ten_bytes_each_at_most_once_they_are_sealed(
        int partitions, int recordsPerSecond, double most)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using var history = new LiveHistory(log, partitions, recordsPerSecond, new Random(1), PerBlock);
        for (int cut = 1; cut <= 3 * PerBlock; cut++)
        {
            history.Add();
        }

        double live = Bytes(log, LiveHistory.Single) / (3.0 * PerBlock);
        history.Seal();
        history.Add();
        history.Seal();
        double isSealed = Bytes(log, LiveHistory.Sealed) / (2.0 * PerBlock);

        output.WriteLine(
            $"{partitions} partitions, {recordsPerSecond} records a second: {live:F1} bytes a cut live, " +
            $"{isSealed:F1} sealed.");
        Assert.Equal(2, history.Blocks);
        Assert.InRange(isSealed, 1, most);
    }

    [Fact]
    public void Cuts_of_a_live_engine_take_ten_bytes_each_at_most_once_they_are_sealed()
    {
        using EmbeddedLog log = TestLog.With(("in", 4));
        var clock = new SettableClock { Now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000) };
        var random = new Random(2);
        using (StreamEngine live = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings { Seams = new() { Time = clock }, Threads = 1 }))
        {
            for (int cut = 0; cut < 2 * PerBlock; cut++)
            {
                clock.Now += TimeSpan.FromMilliseconds(random.Next(42, 59));
                for (int batches = random.Next(1, 4); batches > 0; batches--)
                {
                    long late = clock.Now.ToUnixTimeMilliseconds() - random.Next(2_000);
                    log.Append("in", random.Next(4), [.. Enumerable.Range(0, random.Next(1, 8)).Select(Record)]);

                    (string?, string?, long) Record(int i) => ($"k{i}", "1", late);
                }

                live.RunOnce();
            }
        }

        double isSealed = Bytes(log, SealedCuts.PartitionOf("counting")) / (double)PerBlock;

        output.WriteLine($"An engine over 4 partitions: {isSealed:F1} bytes a cut sealed.");
        Assert.InRange(isSealed, 1, 10);
        Assert.Equal(2 * PerBlock, CutHistory.Read(log, "counting").Count());
    }

    /// <summary>Headers of batches and markers of commits too.</summary>
    private static long Bytes(ILog log, TopicPartition partition) => log.Offsets(partition).Bytes;
}
