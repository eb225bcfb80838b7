using Kappa.Engine;
using Kappa.Testing;

namespace Kappa.Golden.Tests;

/// <summary>The test driver that users have.</summary>
internal sealed class DriverHost : IGoldenHost
{
    private readonly TopologyTestDriver _driver;
    private readonly Dictionary<string, TestInputTopic<string, string>> _inputs;
    private readonly Dictionary<string, TestOutputTopic<string, string>> _outputs;

    public DriverHost(Topology topology)
    {
        _driver = new TopologyTestDriver(topology);
        _inputs = topology.Graph.SourceTopics.ToDictionary(
            topic => topic, _driver.CreateInputTopic<string, string>);
        _outputs = topology.Graph.Sinks.Select(sink => sink.Topic).Distinct().ToDictionary(
            topic => topic, _driver.CreateOutputTopic<string, string>);
    }

    public void Pipe(string topic, string? key, string? value, long timestampMs) =>
        _inputs[topic].PipeInput(key, value, timestampMs);

    public IEnumerable<GoldenRecord> ReadNew() => _outputs.SelectMany(output => output.Value.ReadRecords().Select(
        record => new GoldenRecord(
            output.Key, record.Key, record.IsTombstone ? null : record.Value, record.TimestampMs)));

    public StoreView OpenStore() => _driver.OpenStore("store");

    public void Dispose() => _driver.Dispose();
}
