using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>Transactions on Kafka: fencing, atomicity and offsets of groups, seen from outside.</summary>
public sealed class ProducerTransactionTests : IDisposable
{
    private readonly KafkaLog _log = OwnNames.Connect();
    private readonly string _topic = OwnNames.Next("flights");
    private readonly string _group = OwnNames.Next("billing");
    private readonly string _id = OwnNames.Next("worker");

    public ProducerTransactionTests() => _log.Admin.CreateTopic(_topic, new TopicSettings { Partitions = 2 });

    private Kappa.TopicPartition First => new(_topic, 0);

    private Kappa.TopicPartition Second => new(_topic, 1);

    public void Dispose() => _log.Dispose();

    [Fact]
    public void An_older_producer_is_fenced_and_nothing_of_it_is_readable()
    {
        using ILogProducer old = _log.OpenProducer(_id);
        old.Append(First, "before");
        using ILogProducer newer = _log.OpenProducer(_id);
        using RecordBuffer lost = Records.Buffer("lost");
        old.Append(First, lost);

        KappaException error = Assert.Throws<KappaException>(() => old.Commit());

        Assert.Equal(("KAP2301", ExitCodes.Fenced), (error.Code, error.ExitCode));
        Assert.Contains(_id, error.Message);
        newer.Append(First, "kept");
        Assert.Equal(["before", "kept"], ConfluentReader.Values(First, 2));
        Assert.Same(error, Assert.Throws<KappaException>(() => old.Append(First, lost)));
        Assert.Same(error, Assert.Throws<KappaException>(() => old.Commit()));
        Assert.Same(error, Assert.Throws<KappaException>(() => old.NextOffset(First)));
    }

    [Fact]
    public async Task Opening_a_producer_settles_the_open_transaction_of_the_one_before()
    {
        using IProducer<byte[], byte[]> left = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            TransactionalId = _id,
        }).SetLogHandler((_, _) => { }).Build();
        left.InitTransactions(TimeSpan.FromSeconds(30));
        left.BeginTransaction();
        await left.ProduceAsync(
            new Confluent.Kafka.TopicPartition(_topic, 0), new Message<byte[], byte[]> { Value = [1] },
            TestContext.Current.CancellationToken);

        using ILogProducer producer = _log.OpenProducer(_id);
        long foreseen = producer.NextOffset(First);
        long written = producer.Append(First, "kept");

        Assert.Equal(2, written); // Behind the record that was left and its marker.
        Assert.Equal(written, foreseen);
        Assert.Equal(["kept"], ConfluentReader.Values(First, 1));
    }

    [Fact]
    public void Before_the_commit_nothing_is_there_not_even_for_a_reader_of_uncommitted_records()
    {
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = Records.Buffer("a");
        producer.Append(First, buffer);
        producer.Append(Second, buffer);

        Assert.Empty(ConfluentReader.Read(First, 0, IsolationLevel.ReadUncommitted));

        producer.Commit();
        Assert.Equal(["a"], ConfluentReader.Values(First, 1));
        Assert.Equal(["a"], ConfluentReader.Values(Second, 1));
    }

    [Fact]
    public void What_is_aborted_leaves_nothing_and_the_producer_goes_on()
    {
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = Records.Buffer("dropped");
        producer.Append(First, buffer);
        producer.AppendOffset(_group, Second, 0);
        producer.Abort();

        producer.Append(First, "kept");

        Assert.Equal(["kept"], ConfluentReader.Values(First, 1));
        Assert.Empty(Committed(_group));
    }

    [Fact]
    public void Different_ids_do_not_fence_each_other()
    {
        using ILogProducer one = _log.OpenProducer(_id);
        using ILogProducer two = _log.OpenProducer(_id + "2");

        for (int i = 0; i < 5; i++)
        {
            one.Append(First, "a");
            two.Append(First, "b");
        }

        string[] expected = [.. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? "a" : "b")];
        Assert.Equal(expected, ConfluentReader.Values(First, 10));
    }

    [Fact]
    public void Offsets_of_several_groups_come_with_the_records()
    {
        string another = OwnNames.Next("another");
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = Records.Buffer("a");
        for (int round = 1; round <= 3; round++)
        {
            producer.Append(First, buffer);
            producer.AppendOffset(_group, First, round);
            producer.AppendOffset(_group, Second, round * 10);
            producer.AppendOffset(another, First, round * 100);
            producer.Commit();

            Assert.Equal([(0, round), (1, round * 10)], Committed(_group));
            Assert.Equal([(0, round * 100)], Committed(another));
        }
    }

    [Fact]
    public void Offsets_alone_are_a_transaction_too()
    {
        using ILogProducer producer = _log.OpenProducer(_id);

        producer.AppendOffset(_group, First, 7);

        Assert.Empty(producer.Commit());
        Assert.Equal([(0, 7)], Committed(_group));
    }

    [Fact]
    public void An_empty_commit_does_nothing()
    {
        using ILogProducer producer = _log.OpenProducer(_id);

        Assert.Empty(producer.Commit());

        Assert.Equal(0, producer.Append(First, "a"));
    }

    /// <summary>The offsets of a group as Confluent's admin client sees them, once they are stable.</summary>
    private static (int Partition, int Offset)[] Committed(string group)
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = KafkaBroker.Bootstrap }).SetLogHandler((_, _) => { }).Build();
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                return
                [
                    .. admin.ListConsumerGroupOffsetsAsync(
                            [new ConsumerGroupTopicPartitions(group, null)],
                            new ListConsumerGroupOffsetsOptions { RequireStableOffsets = true })
                        .GetAwaiter().GetResult()[0].Partitions
                        .Select(entry => (entry.Partition.Value, (int)entry.Offset.Value))
                        .Order(),
                ];
            }
            catch (ListConsumerGroupOffsetsException error) when (error.Results[0].Partitions.Exists(
                entry => entry.Error.Code == ErrorCode.UnstableOffsetCommit))
            {
            }
        }
    }
}
