using Microsoft.Extensions.Logging;

namespace Kappa.Worker.Tests;

public sealed class NoticeLogTests : ILogger
{
    private readonly List<(LogLevel Level, EventId Id, string Text)> _events = [];

    [Theory]
    [InlineData("It runs.", LogLevel.Information, 0, null)]
    [InlineData("warning: orders v1: its table's topic deletes by age", LogLevel.Warning, 0, null)]
    [InlineData("The port is in use. [KAP5201]", LogLevel.Error, 5201, "KAP5201")]
    [InlineData("The topic 'x' is missing. [KAP5001, exit 3]", LogLevel.Error, 5001, "KAP5001")]
    [InlineData("It is not KAP5201 that counts.", LogLevel.Information, 0, null)]
    public void An_event_has_the_number_of_the_code_and_a_level(string notice, LogLevel level, int id, string? name)
    {
        NoticeLog.To(this)(notice);

        (LogLevel Level, EventId Id, string Text) one = Assert.Single(_events);
        Assert.Equal((level, id, name, notice), (one.Level, one.Id.Id, one.Id.Name, one.Text));
    }

    [Fact]
    public async Task A_topology_that_does_not_run_is_an_error_with_its_code()
    {
        string directory = RunningWorker.NewDirectory();
        WorkerSettings settings = RunningWorker.Settings(directory) with
        {
            Topologies = [Topology.From(new CountWords()), Topology.From(new Lost())],
            Logger = this,
        };

        await using (await WorkerHost.StartAsync(settings, CancellationToken.None))
        {
            (LogLevel Level, EventId Id, string Text) one = Assert.Single(_events);
            Assert.Equal((LogLevel.Error, "KAP5001"), (one.Level, one.Id.Name));
        }

        Directory.Delete(directory, recursive: true);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_events)
        {
            _events.Add((logLevel, eventId, formatter(state, exception)));
        }
    }

    [Topology("lost")]
    private sealed class Lost : ITopology
    {
        public void Build(StreamBuilder builder) =>
            builder.Stream<string, string>("no-such-topic").GroupByKey().Count();
    }
}
