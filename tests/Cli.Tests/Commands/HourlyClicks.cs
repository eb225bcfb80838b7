using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>A worker that has counted a few clicks by the hour, for all tests of a class: they only ask.</summary>
[Topology("clicks")]
public sealed class HourlyClicks : ITopology, IAsyncLifetime
{
    private readonly ScratchDirectory _scratch = new();
    private WorkerHost _worker = null!;

    private string Data => _scratch.File("data");

    public void Build(StreamBuilder builder)
    {
        KGroupedStream<string, string> clicks = builder.Stream<string, string>("clicks").GroupByKey();
        clicks.WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), TimeSpan.FromHours(1)))
            .Count(Materialized.As("per-hour").WithRetention(TimeSpan.FromDays(30)));
        clicks.Count(Materialized.As("ever"));
    }

    public async ValueTask InitializeAsync()
    {
        (string Key, string Time)[] clicks =
        [
            ("ATL", "00:01"), ("ATL", "00:02"), ("ATL", "01:59"), ("BOS", "02:00"), ("ATL", "03:10"),
            ("a/b@c", "04:00"),
        ];
        await Cli.RunAsync("topic", "create", "clicks", "--partitions", "2", "--dir", Data);
        await Cli.RunWithInputAsync(
            string.Join('\n', clicks.Select(click =>
                $$"""{"key":"{{click.Key}}","value":"x","timestamp":{{Ms(click.Time)}}}""")),
            "topic", "produce", "clicks", "--dir", Data);
        _worker = await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = Data,
                Topologies = [Topology.From(this)],
                Http = new ListenAddress("127.0.0.1", 0),
                Threads = 1,
            },
            CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await AskAsync("store ls clicks")).Output.Contains(" 0 records behind", StringComparison.Ordinal))
        {
            await Task.Delay(5, limit.Token);
        }
    }

    internal Task<CliResult> AskAsync(string command) => Cli.RunAsync([.. command.Split(' '), "--dir", Data]);

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _scratch.Dispose();
    }

    private static long Ms(string time) =>
        new DateTimeOffset(new DateOnly(2026, 11, 1), TimeOnly.Parse(time), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
