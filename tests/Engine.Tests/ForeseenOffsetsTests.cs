using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A position names offsets that its own transaction writes: where they are others, it lies.</summary>
public sealed class ForeseenOffsetsTests
{
    [Theory]
    [InlineData("rows.v1.i1.rows.changelog"), InlineData("kappa.rows.cuts")]
    public void A_commit_behind_another_writer_stops_before_a_position_that_names_wrong_offsets_is_relied_on(
        string topic)
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        var log = new ProbedLog(inner);
        using StreamEngine engine = StreamEngine.Open(Rows(), log, new EngineSettings());
        log.BeforeCommit = () => inner.Append(topic, 0, ("another's", "1", 1));

        OffsetsMovedException error = Assert.Throws<OffsetsMovedException>(() => engine.RunToEnd());

        Assert.Equal(("KAP2506", ExitCodes.Fenced), (error.Code, error.ExitCode));
        Assert.Contains($"begin at offset 0 of {topic}/0, and would have begun at 1", error.Message);
        Assert.Equal(EngineState.Failed, engine.Status.State);
    }

    [Fact]
    public void A_log_that_does_not_hold_to_what_was_foreseen_stops_the_version()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        inner.Append("in", 0, ("a", "1", 1));
        using StreamEngine engine = StreamEngine.Open(
            Rows(), new ProbedLog(inner) { OffsetShift = 1 }, new EngineSettings());

        KappaException error = Assert.Throws<KappaException>(() => engine.RunToEnd());

        Assert.Equal(("KAP5102", ExitCodes.Fenced), (error.Code, error.ExitCode));
        Assert.Contains("expected at offset 0 of ", error.Message);
    }

    private static Topology Rows()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in", materialized: Materialized.As("rows")).ToStream().To("out");
        return builder.Build("rows", 1);
    }
}
