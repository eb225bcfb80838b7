using System.Security.Cryptography;

namespace Kappa.Logs.Tests;

/// <summary>Whoever stands at the end of a partition is told of what another process writes.</summary>
public sealed class FollowerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _topic = $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}.followed";
    private readonly KafkaLog _log = Connect();
    private readonly KafkaLog _other = Connect();

    public void Dispose()
    {
        _log.Admin.DeleteTopic(_topic);
        _log.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_told_though_it_reads_no_further_than_the_end(bool peeks)
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        var partition = new TopicPartition(_topic, 0);
        using IPartitionReader reader = _log.OpenReader(partition, 0);
        using ILogProducer producer = _other.OpenProducer();
        using var cancel = new CancellationTokenSource(Patience);
        for (int record = 0; record < 3; record++)
        {
            // What comes at the end is an event too, and must not hide the record that follows.
            long seen = await UntilQuietAsync(reader, peeks, cancel.Token);
            Task change = _log.WaitForChangeAsync(seen, cancel.Token);
            Append(producer, partition);
            await change;
            while (!TryRead(reader, record + 1))
            {
                await _log.WaitForChangeAsync(_log.ChangeNumber, cancel.Token);
            }
        }
    }

    /// <summary>Looks at the end, as the engine does, until nothing has come since.</summary>
    private async Task<long> UntilQuietAsync(IPartitionReader reader, bool peeks, CancellationToken cancel)
    {
        long seen;
        do
        {
            seen = _log.ChangeNumber;
            long end = End(reader.Partition);
            Assert.False(peeks ? reader.TryPeek(end, out _) : reader.TryRead(end, out _));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancel);
        }
        while (_log.ChangeNumber != seen);

        return seen;
    }

    private bool TryRead(IPartitionReader reader, long end) =>
        End(reader.Partition) >= end && reader.TryRead(end, out RecordBatch batch) && batch.Bounds.NextOffset >= end;

    private long End(TopicPartition partition)
    {
        long[] ends = [0];
        _log.StableEnds([partition], ends);
        return ends[0];
    }

    private static void Append(ILogProducer producer, TopicPartition partition)
    {
        using var buffer = new RecordBuffer();
        buffer.Add(1_000_000_000_000, true, "k"u8, true, "v"u8);
        producer.Append(partition, buffer);
        producer.Commit();
    }

    private static KafkaLog Connect() => KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = KafkaBroker.Bootstrap },
    });
}
