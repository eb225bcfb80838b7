using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Where the sources of a topology end, some of which may be gone.</summary>
public sealed class SourceEndsTests
{
    [Fact]
    public void A_source_that_was_deleted_ends_where_it_was_read_to_until_it_is_created_anew()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("a", 0, ("k", "1", 1), ("k", "2", 2));
        log.Append("b", 0, ("k", "1", 1));
        var sources = new SourceEnds(log, new CutSources([new SourceTopic("a", 1), new SourceTopic("b", 1)]));
        string there = Read(sources);
        log.DeleteTopic("a");
        string gone = Read(sources);
        log.CreateTopic("a", new TopicSettings());
        log.Append("a", 0, ("k", "1", 1), ("k", "2", 2), ("k", "3", 3));

        Assert.Equal("True: 3 1", Read(sources));

        Assert.Equal(("True: 2 1", "False: 1 1"), (there, gone));
    }

    private static string Read(SourceEnds sources)
    {
        long[] stable = new long[2];
        sources.Read([1, 1], stable, new long[2]);
        return $"{sources.IsThere(0)}: {string.Join(' ', stable)}";
    }
}
