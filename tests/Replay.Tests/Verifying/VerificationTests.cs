using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class VerificationTests
{
    [Fact]
    public void The_state_of_a_pure_topology_is_what_its_history_says()
    {
        using EmbeddedLog log = LogWith("a1", "b2", "a3", "c4", "b5");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);
        live.RunToEnd();

        VerifyResult result = new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None);

        Assert.True(result.IsSame);
        Assert.Equal(3, Assert.Single(result.Stores).Same);
        Assert.Equal(5, result.Records);
    }

    [Fact]
    public void A_topology_that_reads_the_real_clock_is_caught()
    {
        int reading = 0;
        using EmbeddedLog log = LogWith("a1", "b2", "a3");
        using StreamEngine live = StreamEngine.Open(Totals((_, _, _) => $"read {reading++}"), log);
        live.RunToEnd();

        VerifyResult result = new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None);

        TableComparison store = Assert.Single(result.Stores);
        Assert.Equal((0, 2, 0, 0), (store.Same, store.Changed, store.OnlyOld, store.OnlyNew));
        Assert.Equal(["a", "b"], store.Samples.Select(sample => sample.Old!.Key));
        Assert.Equal("\"read 2\"", store.Samples[0].Old!.ValueJson);
        Assert.Equal("\"read 5\"", store.Samples[0].New!.ValueJson);
    }

    [Fact]
    public void The_live_version_goes_on_beside_it_and_what_comes_later_is_not_compared()
    {
        using EmbeddedLog log = LogWith("a1", "b2");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);
        live.RunToEnd();
        var verification = new Verification(live, log, new EngineSettings());

        VerifyResult result = verification.Run(
            10,
            _ =>
            {
                Append(log, "a9");
                live.RunToEnd();
            },
            CancellationToken.None);

        Assert.True(result.IsSame);
        Assert.Equal(1, result.AsOf.Cut);
        Assert.True(live.Status.Cut.Number > 1);
    }

    [Fact]
    public void Nothing_of_it_is_left_behind_and_nothing_else_is_deleted()
    {
        using EmbeddedLog log = LogWith("a1", "b2");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);
        live.RunToEnd();
        string[] before = [.. log.Topics.Select(topic => topic.Name)];

        new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None);

        Assert.Equal(before, log.Topics.Select(topic => topic.Name));
    }

    [Fact]
    public void What_a_killed_verification_left_behind_does_not_disturb_the_next_one()
    {
        using EmbeddedLog log = LogWith("a1", "b2");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);
        live.RunToEnd();
        using (StreamEngine killed = StreamEngine.Open(
            Totals((_, _, _) => "left over"), log,
            new EngineSettings { Instance = 2, Role = new CopyRole("totals.v1.i2.") }))
        {
            killed.RunToEnd();
        }

        VerifyResult result = new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None);

        Assert.True(result.IsSame);
    }

    [Fact]
    public void Before_the_first_commit_there_is_nothing_to_compare()
    {
        using EmbeddedLog log = LogWith("a1");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);

        KappaException error = Assert.Throws<KappaException>(
            () => new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None));

        Assert.Equal("KAP4001", error.Code);
        Assert.Equal(ExitCodes.Refused, error.ExitCode);
    }

    [Fact]
    public void Damage_of_an_old_byte_ends_the_verification_names_it_and_leaves_the_live_version_alone()
    {
        var files = new MemoryFileSystem();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("in", new TopicSettings());
        Append(log, "a1");
        Append(log, "b2");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);
        live.RunToEnd();
        string[] before = [.. log.Topics.Select(topic => topic.Name)];
        FlipLastByte(files, "log/in-0/00000000000000000000.log");

        KappaException error = Assert.Throws<KappaException>(
            () => new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None));

        Assert.Equal(("KAP4035", true), (error.Code, error.IsDamage));
        Assert.Contains("topic 'in', partition 0", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"in-0/0{20}\.log is damaged at byte \d+ \(offset 1\)", error.Message);
        Append(log, "c3");
        live.RunToEnd();
        Assert.Equal(3, live.Status.RecordsProcessed);
        Assert.Equal(before, log.Topics.Select(topic => topic.Name));
    }

    private static void FlipLastByte(MemoryFileSystem files, string path)
    {
        using IFile file = files.Open(path);
        byte[] last = new byte[1];
        file.Read(last, file.Length - 1);
        last[0] ^= 1;
        file.Write(last, file.Length - 1);
    }

    [Theory]
    [InlineData(CleanupPolicy.Compact, 1)]
    [InlineData(CleanupPolicy.Keep, 0)]
    public void Compaction_of_a_source_is_named_where_results_depend_on_every_record(CleanupPolicy cleanup, int named)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("in", new TopicSettings { Cleanup = cleanup });
        Append(log, "a1", "a2");
        using StreamEngine live = StreamEngine.Open(Totals((_, value, total) => total + value), log);
        live.RunToEnd();

        VerifyResult result = new Verification(live, log, new EngineSettings()).Run(10, null, CancellationToken.None);

        Assert.Equal(named, result.Compacted.Count);
        Assert.All(result.Compacted, source => Assert.StartsWith("Topic in is compacted:", source));
    }

    private static Topology Totals(Func<string, string, string, string> add)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Aggregate(() => "", add, Materialized.As("totals"))
            .ToStream().To("out");
        return builder.Build("totals");
    }

    private static EmbeddedLog LogWith(params string[] values)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("in", new TopicSettings());
        Append(log, values);
        return log;
    }

    /// <summary>Appends values, each under its first letter.</summary>
    private static void Append(ILog log, params string[] values)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        foreach (string value in values)
        {
            buffer.Add(1_000, true, Encoding.UTF8.GetBytes(value[..1]), true, Encoding.UTF8.GetBytes(value));
        }

        producer.Append(new TopicPartition("in", 0), buffer);
        producer.Commit();
    }
}
