using System.Text;
using Confluent.Kafka;
using Kappa.Snapshots;
using Kappa.Snapshots.Tests;
using Kappa.StateStores;

namespace Kappa.Logs.Tests;

/// <summary>Snapshots of a topic of a cluster, which others write to as well.</summary>
public sealed class KafkaSnapshotTests : IDisposable
{
    private static readonly SnapshotOptions Options = new() { Key = ["id"], MaxDelete = DeleteLimit.None };

    private readonly TemporaryDirectory _directory = new();
    private readonly string _topic = OwnNames.Next("table");
    private readonly KafkaLog _log = OwnNames.Connect();
    private readonly List<string> _notices = [];

    public KafkaSnapshotTests() => _log.Admin.CreateTopic(_topic, new TopicSettings { Partitions = 1 });

    [Fact]
    public async Task A_snapshot_is_its_changes_and_comes_back_as_of_each_id()
    {
        await ApplyAsync("1", """{"id":1,"a":1}""", """{"id":2,"a":1}""");
        SnapshotResult second = await ApplyAsync("2", """{"id":2,"a":2}""", """{"id":3,"a":1}""");
        SnapshotResult again = await ApplyAsync("2", """{"a":1.0,"id":3}""", """{"id":2,"a":2}""");

        Assert.Equal((1, 1, 1), (second.Inserts, second.Updates, second.Deletes));
        Assert.Equal(SnapshotOutcome.AlreadyApplied, again.Outcome);
        Assert.Equal(["""{"a":1,"id":1}""", """{"a":1,"id":2}"""], AsOf("1"));
        Assert.Equal(["""{"a":2,"id":2}""", """{"a":1,"id":3}"""], AsOf("2"));
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task What_others_have_written_but_not_yet_committed_is_not_passed_over()
    {
        await ApplyAsync("1", """{"id":1}""");
        using IProducer<byte[], byte[]> other = OpenOther();
        int attempts = 0;
        Action meanwhile = () =>
        {
            if (++attempts == 1)
            {
                // Of a transaction that is open nothing shows, and yet it lies before the snapshot's records.
                other.BeginTransaction();
                other.Produce(_topic, Record("7", """{"id":7}"""));
                other.Flush();
            }
            else if (attempts == 2)
            {
                other.CommitTransaction();
            }
        };

        SnapshotResult result = await ApplyAsync(meanwhile, "2", """{"id":1}""", """{"id":2}""");

        Assert.Equal((1, 0, 1), (result.Inserts, result.Updates, result.Deletes));
        Assert.Equal(["""{"id":1}""", """{"id":2}"""], AsOf(null));
        Assert.Equal(["""{"id":1}""", """{"id":2}"""], AsOf("2"));
        Assert.True(attempts >= 3);
    }

    [Fact]
    public async Task Of_two_that_apply_at_once_the_second_compares_with_what_the_first_wrote()
    {
        await ApplyAsync("1", """{"id":1}""");
        bool isFirst = true;
        Action meanwhile = () =>
        {
            if (isFirst)
            {
                isFirst = false;
                using KafkaLog log = OwnNames.Connect();
                using var directory = new TemporaryDirectory();
                new SnapshotApply(log, directory.Path, TimeProvider.System)
                    .RunAsync(_topic, new RowList("""{"id":1}""", """{"id":2}"""), Options with { Id = "2" }, default)
                    .GetAwaiter().GetResult();
            }
        };

        SnapshotResult result = await ApplyAsync(meanwhile, "3", """{"id":2}""");

        Assert.Equal((0, 0, 1, 1), (result.Inserts, result.Updates, result.Deletes, result.Unchanged));
        Assert.Equal(["""{"id":1}""", """{"id":2}"""], AsOf("2"));
        Assert.Equal(["""{"id":2}"""], AsOf("3"));
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    private static Message<byte[], byte[]> Record(string key, string value) =>
        new() { Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(value) };

    private static IProducer<byte[], byte[]> OpenOther()
    {
        IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            TransactionalId = OwnNames.Next("other"),
        }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        return producer;
    }

    private Task<SnapshotResult> ApplyAsync(string id, params string[] rows) => ApplyAsync(null, id, rows);

    private Task<SnapshotResult> ApplyAsync(Action? meanwhile, string id, params string[] rows) =>
        new SnapshotApply(_log, _directory.Path, TimeProvider.System, _notices.Add) { BeforeWriting = meanwhile }
            .RunAsync(_topic, new RowList(rows), Options with { Id = id }, CancellationToken.None);

    private List<string> AsOf(string? moment)
    {
        List<string> rows = [];
        TopicDescription topic = _log.Find(_topic)!;
        using TableFold fold = TableFold.Read(_log, topic, TablePoints.Find(_log, topic, moment));
        using IRowCursor cursor = fold.Scan();
        while (cursor.MoveNext())
        {
            rows.Add(Encoding.UTF8.GetString(cursor.Value));
        }

        return rows;
    }
}
