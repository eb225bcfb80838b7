using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>A broker that says that it is of an older Kafka; the real one is behind it.</summary>
public sealed class OldBrokerTests
{
    /// <summary>The versions of AddPartitionsToTxn: its key, the least, the most (16 bits each), and no tags.</summary>
    private static readonly byte[] Versions = [0, 24, 0, 0, 0, 5, 0];

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_broker_older_than_transactions_need_is_refused_with_what_to_do(byte most, bool isOld)
    {
        int port = int.Parse(KafkaBroker.Bootstrap.Split(':')[^1], CultureInfo.InvariantCulture);
        int altered = 0;
        await using var proxy = new FaultProxy(port, frame =>
        {
            int at = frame.Span.IndexOf(Versions);
            if (at >= 0)
            {
                frame.Span[at + 5] = most;
                altered++;
            }
        });
        var options = new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = $"127.0.0.1:{proxy.Port}" },
        };

        KappaException? error = await Task.Run(() => Record.Exception(() => KafkaLog.Connect(options).Dispose()))
            as KappaException;

        Assert.NotEqual(0, altered);
        Assert.Equal(isOld ? "KAP2507" : null, error?.Code);
        Assert.True(!isOld || error!.Message.Contains(
            $"127.0.0.1:{proxy.Port} is older than Kafka 3.6", StringComparison.Ordinal));
    }
}
