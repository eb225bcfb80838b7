namespace Kappa.Logs.Tests;

/// <summary>What a restore knows of the tombstones of a topic on Kafka: only how long they are kept.</summary>
public sealed class TombstoneAgeTests : IDisposable
{
    private readonly KafkaLog _log = OwnNames.Connect();
    private readonly string _topic = OwnNames.Next("changelog");

    public void Dispose()
    {
        _log.Admin.DeleteTopic(_topic);
        _log.Dispose();
    }

    [Theory]
    [InlineData(24), InlineData(3)]
    public void Rule_17_which_tombstones_are_gone_is_not_known_and_how_long_they_are_kept_is(int hours)
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings
        {
            Cleanup = CleanupPolicy.Compact,
            TombstoneRetention = TimeSpan.FromHours(hours),
        });
        using KafkaLog other = OwnNames.Connect(); // It has the setting from the cluster, not from the creation.

        Assert.Equal(-1, other.Offsets(new TopicPartition(_topic, 0)).TombstonesFrom);
        Assert.Equal(TimeSpan.FromHours(hours), other.Find(_topic)!.TombstoneRetention);
    }
}
