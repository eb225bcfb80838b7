using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class RegistryTransactionTests
{
    [Fact]
    public void A_change_is_made_of_what_somebody_else_has_written_since_the_transaction_was_begun()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        registry.Write(Version);
        using ILogProducer producer = log.OpenProducer("cuts");
        RegistryTransaction transaction = registry.Begin(producer);
        transaction.Update(Version, record => record with { State = VersionState.Live });
        registry.Update("t", 1, record => record with { Throttle = "500" });

        transaction.Commit();

        VersionRecord written = registry.Find("t", 1)!;
        Assert.Equal((VersionState.Live, "500"), (written.State, written.Throttle));
        Assert.Equal("500", VersionRegistry.Open(log, TimeProvider.System).Find("t", 1)!.Throttle);
    }

    [Fact]
    public void Where_a_change_throws_nothing_of_the_transaction_is_written()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("beside", new TopicSettings());
        using VersionRegistry registry = VersionRegistry.Open(log, TimeProvider.System);
        registry.Write(Version);
        using ILogProducer producer = log.OpenProducer("cuts");
        using var beside = new RecordBuffer();
        beside.Add(0, false, default, true, [1]);
        RegistryTransaction transaction = registry.Begin(producer);
        transaction.Append(new TopicPartition("beside", 0), beside);
        transaction.Write(new CutoverStatus
        {
            Topology = "t",
            Cut = 1,
            From = 1,
            FromInstance = 1,
            To = 2,
            ToInstance = 1,
            Stage = CutoverStage.Switched,
        });
        transaction.Update(Version, _ => throw new FormatException("it has failed"));

        Assert.Throws<FormatException>(transaction.Commit);
        registry.Write(Version with { Version = 2 });

        Assert.Null(registry.Cutover("t"));
        Assert.Equal(0, log.Offsets(new TopicPartition("beside", 0)).LastStable);
    }

    private static VersionRecord Version { get; } = new()
    {
        Topology = "t",
        Version = 1,
        State = VersionState.CaughtUp,
        Fingerprint = "f",
        Class = "C",
    };
}
