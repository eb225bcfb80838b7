namespace Kappa.Logs.Tests;

/// <summary>What the embedded log does besides: its batches are those that were written, for every reader.</summary>
public abstract class EmbeddedLogTests : LogContract
{
    [Fact]
    public void A_peek_gives_the_bounds_of_the_next_batch_and_stays_before_it()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordBuffer buffer = new();
        buffer.Add(20, false, default, true, "a"u8);
        buffer.Add(10, false, default, true, "b"u8);
        producer.Append(Flights, buffer);
        producer.Commit();
        using IPartitionReader reader = Log.OpenReader(Flights, 0);

        Assert.True(reader.TryPeek(long.MaxValue, out BatchBounds peeked));
        Assert.True(reader.TryRead(long.MaxValue, out RecordBatch batch));

        Assert.Equal(batch.Bounds, peeked);
        Assert.Equal((0, 3, 20, 20, 2), (
            peeked.BaseOffset, peeked.NextOffset, peeked.BaseTimestampMs, peeked.MaxTimestampMs, peeked.Records));
    }

    [Theory]
    [InlineData(10), InlineData(5_000), InlineData(100_000), InlineData(600_000)]
    public void Peeking_from_batch_to_batch_gives_the_bounds_that_reading_gives(int valueBytes)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        for (int i = 0; i < 12; i++)
        {
            producer.Append(Flights, [.. Enumerable.Repeat(new string('x', valueBytes), 1 + (i % 5))]);
        }

        using IPartitionReader peeking = Log.OpenReader(Flights, 0);
        using IPartitionReader reading = Log.OpenReader(Flights, 0);
        while (reading.TryRead(long.MaxValue, out RecordBatch batch))
        {
            Assert.True(peeking.TryPeek(long.MaxValue, out BatchBounds bounds));
            Assert.Equal(batch.Bounds, bounds);
            Assert.Equal(bounds.BaseOffset, peeking.Position);
            peeking.Seek(bounds.NextOffset);
        }

        Assert.False(peeking.TryPeek(long.MaxValue, out _));
    }
}
