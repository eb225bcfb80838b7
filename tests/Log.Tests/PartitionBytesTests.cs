namespace Kappa.Logs.Tests;

/// <summary>What one commit can have for one partition: 2 GB, and less here.</summary>
public sealed class PartitionBytesTests
{
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public void Records_beyond_what_a_partition_takes_are_an_error_that_says_so_not_an_overflow()
    {
        using RecordBuffer records = new() { LimitBytes = 1_000 };

        KappaException error = Assert.Throws<KappaException>(() =>
            records.Add(1_000, false, default, true, new byte[1_000]));

        Assert.Equal(("KAP2110", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains("it can have 1,000", error.Message);
    }

    [Fact]
    public void What_a_partition_can_have_is_counted_for_each_commit_alone()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings());
        using RecordBuffer records = new() { LimitBytes = 1_000 };
        records.Add(1_000, false, default, true, new byte[500]);
        using ILogProducer producer = log.OpenProducer();
        for (int commit = 0; commit < 3; commit++)
        {
            producer.Append(Partition, records);

            Assert.Equal([commit], producer.Commit());
        }
    }

    [Fact]
    public void Two_appends_that_are_too_much_for_a_partition_together_do_not_end_the_log()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings { Partitions = 2 });
        using RecordBuffer records = new() { LimitBytes = 1_000 };
        records.Add(1_000, false, default, true, new byte[500]);
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, records);
        producer.Append(new TopicPartition("t", 1), records);

        KappaException error = Assert.Throws<KappaException>(() => producer.Append(Partition, records));

        Assert.Equal("KAP2110", error.Code);
        Assert.Contains("for t/0", error.Message);
        using ILogProducer next = log.OpenProducer();
        Assert.Equal(0, next.Append(Partition, "a"));
    }
}
