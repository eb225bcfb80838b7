using Kappa.Replay;
using Kappa.Replay.Tests;
using Streamiz.Kafka.Net.Table;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting.Tests;

/// <summary>What <see cref="Totals.Plain"/> computes, written for Streamiz: the values of each key, joined.</summary>
internal sealed class StreamizTotals : StreamizTopology
{
    /// <summary>A version of it.</summary>
    public static OfferedVersion Version(int version)
    {
        var builder = new StreamBuilder();
        new StreamizTotals().Build(builder);
        return new OfferedVersion(builder.Build(Totals.Name, version), $"StreamizTotalsV{version}", null);
    }

    protected override void Declare(StreamizOutputs outputs) =>
        outputs.Add(Totals.Output, Serdes.String, Serdes.String);

    protected override StreamizDescription Describe()
    {
        var builder = new StreamizBuilder();
        builder.Stream<string, string>(Totals.Input).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, RocksDb.As<string, string>("joined-by-streamiz"))
            .ToStream().To(Totals.Output);
        return builder.Build();
    }
}
