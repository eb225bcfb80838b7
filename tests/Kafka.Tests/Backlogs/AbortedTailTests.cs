using Confluent.Kafka;
using Kappa.Engine;

namespace Kappa.Logs.Tests;

/// <summary>
/// A source that ends in an aborted transaction: nobody is behind for records that nobody will ever read.
/// </summary>
public sealed class AbortedTailTests : IDisposable
{
    private readonly PrefixedLog _log = PrefixedLog.Connect();

    public AbortedTailTests() => _log.CreateTopic("in", new TopicSettings());

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Aborted_records_at_the_end_of_a_source_leave_no_lag_behind()
    {
        Append("committed");
        Abort(records: 10);
        using StreamEngine engine = Open();
        while (engine.RunOnce())
        {
            // Up to the last record.
        }

        await ReadLagAsync(engine); // Notes where the engine stands.
        EngineLag atRest = await ReadLagAsync(engine);
        Append("one more");
        EngineLag behind = await ReadLagAsync(engine);
        while (engine.RunOnce())
        {
            // Up to the last record.
        }

        Assert.Equal(0, atRest.Records);
        Assert.True(atRest.IsReachedBy(engine.Status.AsOf));
        Assert.NotEqual(0, behind.Records);
        Assert.Equal(0, (await ReadLagAsync(engine)).Records);
    }

    private static Task<EngineLag> ReadLagAsync(StreamEngine engine) =>
        engine.Lag.ReadAsync(ForeignProducer.Patience, CancellationToken.None);

    private StreamEngine Open()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").To("out");
        return StreamEngine.Open(builder.Build("passing"), _log, new EngineSettings());
    }

    private void Append(string value)
    {
        using ILogProducer producer = _log.OpenProducer();
        producer.Append(new Kappa.TopicPartition("in", 0), value);
        producer.Commit();
    }

    private void Abort(int records)
    {
        using IProducer<byte[], byte[]> producer = ForeignProducer.Begin();
        for (int i = 0; i < records; i++)
        {
            producer.Produce(
                new Confluent.Kafka.TopicPartition(_log.With("in"), 0), new Message<byte[], byte[]> { Value = [1] });
        }

        producer.Flush(ForeignProducer.Patience);
        producer.AbortTransaction(ForeignProducer.Patience);
    }
}
