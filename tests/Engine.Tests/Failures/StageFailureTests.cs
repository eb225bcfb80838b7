using System.Buffers;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What becomes of a record may depend on the stage that it fails at (docs/protocols.md, 19).</summary>
public sealed class StageFailureTests
{
    private const long Unprocessable = 13; // An operator throws on it.
    private const long Unwritable = 14; // The serde of the output throws on it.

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Each_stage_goes_its_own_way_whatever_was_said_first(bool stagesFirst)
    {
        using EmbeddedLog log = WithOneOfEach();
        var builder = new StreamBuilder();
        if (!stagesFirst)
        {
            builder.OnFailure(FailureAction.DeadLetter("dead-others"));
        }

        builder.OnFailure(FailureStage.Deserializing, FailureAction.DeadLetter("dead-unreadable"));
        builder.OnFailure(FailureStage.Processing, FailureAction.Stop);
        builder.OnFailure(FailureStage.Processing, FailureAction.Skip);
        if (stagesFirst)
        {
            builder.OnFailure(FailureAction.DeadLetter("dead-others"));
        }

        using StreamEngine engine = StreamEngine.Open(Numbers(builder), log);
        engine.RunToEnd();

        Assert.Equal(
            [
                (1L, FailureStage.Deserializing, "dead-unreadable"), (2L, FailureStage.Processing, ""),
                (3L, FailureStage.Serializing, "dead-others"),
            ],
            FailureLog.Read(log, "staged").Select(note => (note.Offset, note.Stage, note.Topic)).Order());
        Assert.Equal(["short"], log.Values("dead-unreadable"));
        Assert.Single(log.Values("dead-others"));
        Assert.Equal(2, log.Values("out").Length);
    }

    [Theory]
    [InlineData(FailureStage.Deserializing), InlineData(FailureStage.Processing), InlineData(FailureStage.Serializing)]
    public void A_stage_of_which_nothing_is_said_stops_the_version(FailureStage silent)
    {
        using EmbeddedLog log = WithOneOfEach();
        var builder = new StreamBuilder();
        foreach (FailureStage stage in Enum.GetValues<FailureStage>().Where(stage => stage != silent))
        {
            builder.OnFailure(stage, FailureAction.Skip);
        }

        using StreamEngine engine = StreamEngine.Open(Numbers(builder), log);

        Assert.ThrowsAny<KappaException>(() => engine.RunToEnd());
        Assert.Equal(EngineState.Failed, engine.Status.State);
        Assert.DoesNotContain(FailureLog.Read(log, "staged"), note => note.Stage == silent);
    }

    [Fact]
    public void A_replay_does_what_is_noted_whatever_is_said_of_stages_by_then()
    {
        using EmbeddedLog log = WithOneOfEach();
        var skips = new StreamBuilder();
        skips.OnFailure(FailureAction.Skip);
        using StreamEngine live = StreamEngine.Open(Numbers(skips), log);
        live.RunToEnd();
        var stops = new StreamBuilder();
        foreach (FailureStage stage in Enum.GetValues<FailureStage>())
        {
            stops.OnFailure(stage, FailureAction.Stop);
        }

        using StreamEngine replay = StreamEngine.Open(
            Numbers(stops), log, new EngineSettings { Instance = 2, Role = new CopyRole("copy.") });
        replay.RunToEnd();

        Assert.Equal(log.Values("out"), log.Values("copy.out"));
    }

    [Fact]
    public void A_stage_says_nothing_of_the_fingerprint()
    {
        var silent = new StreamBuilder();
        var staged = new StreamBuilder();
        staged.OnFailure(FailureStage.Processing, FailureAction.Skip);

        Assert.Equal(Numbers(silent).Fingerprint, Numbers(staged).Fingerprint);
    }

    [Fact]
    public void The_dead_letters_of_a_stage_cannot_go_to_a_source()
    {
        var builder = new StreamBuilder();
        builder.OnFailure(FailureStage.Deserializing, FailureAction.DeadLetter("numbers"));

        KappaException error = Assert.Throws<KappaException>(() => Numbers(builder));

        Assert.Equal("KAP1070", error.Code);
    }

    [Fact]
    public void There_are_no_other_stages() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new StreamBuilder().OnFailure((FailureStage)3, FailureAction.Skip));

    private static Topology Numbers(StreamBuilder builder)
    {
        builder.Stream<string, long>("numbers")
            .MapValues(number => Last(number) == Unprocessable ? throw new InvalidOperationException("no") : number)
            .To("out", Produced.With(Serdes.String, new RefusingSerde()));
        return builder.Build("staged");
    }

    /// <summary>The last byte as it is in the record, whatever the order of the bytes.</summary>
    private static long Last(long number) => Math.Max(number & 0xFF, (number >> 56) & 0xFF);

    private static EmbeddedLog WithOneOfEach()
    {
        EmbeddedLog log = TestLog.With(("numbers", 1));
        log.Append(
            "numbers", 0, ("k", Coded(1), 1), ("k", "short", 2), ("k", Coded(Unprocessable), 3),
            ("k", Coded(Unwritable), 4), ("k", Coded(2), 5));
        return log;
    }

    /// <summary>Eight bytes of text, of which the last one is the number.</summary>
    private static string Coded(long number) => $"\0\0\0\0\0\0\0{(char)number}";

    private sealed class RefusingSerde : ISerde<long>
    {
        public string Name => "refusing";

        public long Deserialize(ReadOnlySpan<byte> data) => Serdes.Int64.Deserialize(data);

        public void Serialize(long value, IBufferWriter<byte> writer)
        {
            if (Last(value) == Unwritable)
            {
                throw new InvalidOperationException("not to be written");
            }

            Serdes.Int64.Serialize(value, writer);
        }
    }
}
