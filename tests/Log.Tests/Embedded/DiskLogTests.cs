namespace Kappa.Logs.Tests;

public sealed class DiskLogTests : EmbeddedLogTests
{
    private readonly TemporaryDirectory _directory = new();

    public DiskLogTests() => Log = EmbeddedLog.Open(DiskFileSystem.Instance, _directory.Path);

    protected override ILog Log { get; }

    public override void Dispose()
    {
        Log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void What_was_committed_is_there_after_reopening()
    {
        using TemporaryDirectory directory = new();
        TopicPartition flights = new("flights", 0);
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, directory.Path))
        {
            log.CreateTopic("flights", new TopicSettings());
            using ILogProducer producer = log.OpenProducer("worker");
            producer.Append(flights, "a", "b");
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(DiskFileSystem.Instance, directory.Path);

        Assert.Equal(["a", "b"], reopened.ReadAll(flights));
        Assert.Equal(3, reopened.Offsets(flights).Synced);
    }
}
