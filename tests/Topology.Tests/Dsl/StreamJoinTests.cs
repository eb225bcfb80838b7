namespace Kappa.Topologies.Tests;

/// <summary>How joins of two streams are described.</summary>
public sealed class StreamJoinTests
{
    private static readonly JoinWindows Windows = JoinWindows.OfTimeDifferenceAndGrace(
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5));

    [Fact]
    public void A_join_says_its_window_and_what_it_keeps()
    {
        string text = Described((left, right) => left.OuterJoin(right, (one, other) => one + other, Windows));

        Assert.Contains(
            "in.outer-join (stream-stream-join; join = outer, before-ms = 10, after-ms = 10, grace-ms = 5) " +
            "[store in-other-outer-join-left; key = string, value = string, retention-ms = 25, keys = sorted-1] " +
            "[store in-other-outer-join-left-waiting; key = string, value = string, keys = sorted-1] " +
            "[store in-other-outer-join-right; key = string, value = string, retention-ms = 25, keys = sorted-1] " +
            "[store in-other-outer-join-right-waiting; key = string, value = string, keys = sorted-1]",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_join_of_a_stream_with_itself_keeps_its_records_once()
    {
        var builder = new StreamBuilder();
        KStream<string, string> stream = builder.Stream<string, string>("in");
        stream.Join(stream, (one, other) => one + other, Windows, StreamJoined.As("pairs")).To("out");

        string text = builder.Build("joins").Describe();

        Assert.Contains("[store pairs-right;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[store pairs-left;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_whose_keys_have_changed_go_through_exchanges_that_are_named_for_the_join()
    {
        string text = Described((left, right) => left.SelectKey((_, value) => value)
            .Join(
                right.SelectKey((_, value) => value), (one, other) => one + other, Windows,
                StreamJoined.As("pairs")));

        Assert.Contains("input   pairs-left.repartition (exchange)", text, StringComparison.Ordinal);
        Assert.Contains("input   pairs-right.repartition (exchange)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_joins_of_the_same_streams_need_a_name()
    {
        KappaException error = Assert.Throws<KappaException>(() => Described((left, right) =>
        {
            left.Join(right, (one, other) => one + other, Windows);
            return left.Join(right, (one, other) => one + other, Windows);
        }));

        Assert.Equal("KAP1006", error.Code);
        Assert.Contains("StreamJoined.As(\"<name>\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_another_builder_is_refused()
    {
        KStream<string, string> foreign = new StreamBuilder().Stream<string, string>("other");

        KappaException error = Assert.Throws<KappaException>(() =>
            Described((left, _) => left.Join(foreign, (one, other) => one + other, Windows)));

        Assert.Equal("KAP1024", error.Code);
    }

    private static string Described(
        Func<KStream<string, string>, KStream<string, string>, KStream<string, string>> join)
    {
        var builder = new StreamBuilder();
        join(builder.Stream<string, string>("in"), builder.Stream<string, string>("other")).To("out");
        return builder.Build("joins").Describe();
    }
}
