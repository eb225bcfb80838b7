namespace Kappa.Engine.Tests;

/// <summary>Memory of lanes is theirs together, kept from run to run, and given back when runs become small.</summary>
public sealed class LaneTests
{
    private const int Tasks = 4;

    private readonly ExchangeLanes<string, string> _lanes = new(Tasks, Tasks);

    [Fact]
    public void A_lane_that_is_fuller_than_ever_takes_what_another_one_leaves()
    {
        const int Even = 1 << 12; // At a power of two each of them would double at its own time.
        Run((_, _) => Even);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int fuller = 0; fuller < Tasks; fuller++)
        {
            Run((from, to) => to == fuller ? Even + 1_000 : to == (fuller + 1) % Tasks ? Even - 1_000 : Even);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 128 << 10);
    }

    [Fact]
    public void A_lane_gives_its_memory_back_when_runs_become_small()
    {
        Run((_, _) => 10_000);
        int most = _lanes.Chunks;

        for (int run = 0; run < 3; run++)
        {
            Run((_, _) => 10);
        }

        Assert.InRange(most, 100, int.MaxValue);
        Assert.Equal(0, _lanes.Chunks);
    }

    [Fact]
    public void Runs_that_vary_keep_their_memory()
    {
        for (int run = 0; run < 10; run++)
        {
            Run((_, _) => 10_000);
            int most = _lanes.Chunks;

            Run((_, _) => 1_000);
            Run((_, _) => 1_000);

            Assert.Equal(most, _lanes.Chunks);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(129)]
    [InlineData(5_000)]
    public void What_is_sent_is_there_in_its_order_and_a_record_begins_blank(int records)
    {
        for (int run = 0; run < 3; run++)
        {
            Lane<string, string> lane = _lanes.Between(1, 2);
            for (int i = 0; i < records; i++)
            {
                ref LaneRecord<string, string> sent = ref lane.Add(1);
                Assert.Equal((null, null, null, 0), (sent.Key, sent.Value, sent.Headers, sent.Offset));
                (sent.Key, sent.Value, sent.Headers, sent.Offset) = ("k", "v", [1], i);
            }

            Assert.Equal(
                Enumerable.Range(0, records).Select(i => (long)i),
                Enumerable.Range(0, lane.Count).Select(i => lane[i].Offset));
            Clear();
            Assert.Equal((0, 0L), (lane.Count, lane.Bytes));
        }
    }

    /// <summary>A run in which each lane gets a number of records.</summary>
    private void Run(Func<int, int, int> records)
    {
        Clear();
        for (int from = 0; from < Tasks; from++)
        {
            for (int to = 0; to < Tasks; to++)
            {
                Lane<string, string> lane = _lanes.Between(from, to);
                for (int i = records(from, to); i > 0; i--)
                {
                    lane.Add(1).Key = "a";
                }
            }
        }
    }

    private void Clear()
    {
        for (int from = 0; from < Tasks; from++)
        {
            _lanes.Clear(from);
        }
    }
}
