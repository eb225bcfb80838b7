using Kappa.Logs;

namespace Kappa.Engine.Tests;

public sealed class SourceHeadTests
{
    [Fact]
    public void A_reader_that_goes_back_to_a_lower_end_sees_nothing_behind_it()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        for (int i = 0; i < 6; i++)
        {
            log.Append("in", 0, ("k", "v", i));
        }

        using var head = new SourceHead(log, new TopicPartition("in", 0), 0, TimeSpan.FromHours(1));
        head.Load(0, 6);

        head.Load(0, 2);

        Assert.Equal([0, 1], Take(head, 2));
        Assert.Equal(2, head.Position);
        head.Load(2, 6);
        Assert.Equal([2, 3, 4, 5], Take(head, 6));
    }

    private static List<long> Take(SourceHead head, long end)
    {
        var offsets = new List<long>();
        while (head.HasRecord)
        {
            offsets.Add(head.Offset);
            head.Take(end);
        }

        return offsets;
    }
}
