using System.Text;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class VersionRegistryTests
{
    [Fact]
    public void What_is_written_is_there_after_reopening()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        CutoverStatus status = Status();
        VersionRecord record = Record(1, VersionState.Draining) with
        {
            Sources = ["in"],
            Outputs = [new VersionOutput("out", true, "string")],
            Publishes = ["own"],
            Creates = ["own"],
            Throttle = "500",
            Images = new Dictionary<string, ImageLeg[]>
            {
                ["out"] = [new ImageLeg("out", [0, 1], [4, 5]), new ImageLeg("i", [2], null)],
            },
            FromCut = 12,
            IsWhole = true,
            Error = "why",
            Deadline = DateTimeOffset.UnixEpoch,
            Artifact = "hash",
        };
        VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        registry.Write(record, Record(2, VersionState.Registered), status);
        registry.Write(Record(2, VersionState.Live));

        VersionRegistry again = VersionRegistry.Open(log, TimeProvider.System);

        Assert.Equal([VersionState.Draining, VersionState.Live], again.Of("t").Select(version => version.State));
        VersionRecord read = again.Find("t", 1)!;
        Assert.Equal(
            record with
            {
                At = read.At,
                Sources = [],
                Outputs = [],
                Publishes = [],
                Creates = [],
                Images = read.Images,
            },
            read with { Sources = [], Outputs = [], Publishes = [], Creates = [] });
        Assert.Equal(["in"], read.Sources);
        Assert.Equal(record.Outputs, read.Outputs);
        Assert.Equal(["own"], read.Publishes);
        Assert.Equal(["own"], read.Creates);
        Assert.Equal([0, 1], read.Images["out"][0].From);
        Assert.Equal([4, 5], read.Images["out"][0].Until!);
        Assert.Null(read.Images["out"][1].Until);
        Assert.Equal(status.Cursor!.Key, again.Cutover("t")!.Cursor!.Key);
        Assert.Equal(
            status with { At = again.Cutover("t")!.At, Cursor = null }, again.Cutover("t")! with { Cursor = null });
    }

    [Fact]
    public void Workers_of_two_applications_write_in_turns_and_neither_loses_what_the_other_wrote()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        VersionRegistry one = VersionRegistry.Open(log, TimeProvider.System);
        VersionRegistry other = VersionRegistry.Open(log, TimeProvider.System);

        one.Write(Record(1, VersionState.Registered));
        other.Write(Record(2, VersionState.Registered));
        one.Update("t", 1, record => record with { State = VersionState.Live });
        one.Update("t", 2, record => record with { State = VersionState.Replaying });
        other.Update("t", 2, record => record.State == VersionState.Replaying // As the first one has left it.
            ? record with { State = VersionState.CaughtUp } : null);

        VersionState[] expected = [VersionState.Live, VersionState.CaughtUp];
        Assert.Equal(expected, other.Of("t").Select(record => record.State));
        VersionRegistry again = VersionRegistry.Open(log, TimeProvider.System);
        Assert.Equal(expected, again.Of("t").Select(record => record.State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_without_an_answer_is_settled_and_made_again(bool isCommitted)
    {
        int count = 0;
        void Fail(string? id)
        {
            if (count++ == 0)
            {
                throw new KappaException("KAP2503", ExitCodes.Unreachable, "The cluster is away.");
            }
        }

        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        log.Committing = isCommitted ? null : Fail;
        log.Committed = isCommitted ? Fail : null;

        registry.Write(Record(1, VersionState.Live));

        Assert.Equal(2, count);
        Assert.Equal(VersionState.Live, registry.Find("t", 1)!.State);
        VersionRegistry again = VersionRegistry.Open(log, TimeProvider.System);
        Assert.Equal(VersionState.Live, again.Find("t", 1)!.State);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"topology":"t","version":1,"state":"Dreaming","fingerprint":"f","class":"C"}""")]
    public void A_record_that_nobody_can_read_is_named_with_its_offset_and_a_tombstone_deletes_it(string value)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        registry.Write(Record(1, VersionState.Live));

        long offset = Append(log, "t/9", value);

        KappaException error = Assert.Throws<KappaException>(() => VersionRegistry.Open(log, TimeProvider.System));

        Assert.Equal(("KAP4004", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains($"offset {offset} of partition kappa.versions/0", error.Message, StringComparison.Ordinal);
        Append(log, "t/9", null);
        VersionRegistry again = VersionRegistry.Open(log, TimeProvider.System);
        Assert.Equal(1, Assert.Single(again.Versions).Version);
    }

    [Fact]
    public void Changes_from_what_is_there_do_not_overwrite_each_other()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        registry.Write(Record(1, VersionState.Live));

        Parallel.For(0, 400, _ => registry.Update("t", 1, record => record with { Instance = record.Instance + 1 }));

        Assert.Equal(401, registry.Find("t", 1)!.Instance);
        Assert.Null(registry.Update("t", 1, _ => null));
        Assert.Null(registry.Update("t", 2, record => record));
    }

    private static CutoverStatus Status() => new()
    {
        Topology = "t",
        Cut = 7,
        From = 1,
        FromInstance = 1,
        To = 2,
        ToInstance = 3,
        Stage = CutoverStage.Publishing,
        Cursor = new PublishingCursor("out", 1, [1, 2, 3]),
        Published = 5,
        Tombstones = 6,
        Left = 4,
    };

    private static VersionRecord Record(int version, VersionState state) => new()
    {
        Topology = "t",
        Version = version,
        State = state,
        Instance = 1,
        Fingerprint = "print",
        Class = "Class",
    };

    private static long Append(EmbeddedLog log, string key, string? value)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(
            1, true, Encoding.UTF8.GetBytes(key), value is not null,
            value is null ? [] : Encoding.UTF8.GetBytes(value));
        producer.Append(new TopicPartition(VersionRegistry.Topic, 0), buffer);
        return producer.Commit()[0];
    }
}
