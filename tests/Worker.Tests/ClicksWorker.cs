namespace Kappa.Worker.Tests;

/// <summary>A worker that has counted a few clicks by the hour, for all tests of a class: they only ask.</summary>
public sealed class ClicksWorker : IAsyncLifetime
{
    internal RunningWorker Worker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Worker = await RunningWorker.StartAsync(new ClicksPerHour());
        (string Key, string Value, string Time)[] clicks =
        [
            ("ATL", "a", "00:01"), ("ATL", "b", "00:02"), ("ATL", "c", "00:59"), ("ATL", "d", "01:00"),
            ("ATL", "e", "01:29"), ("ATL", "f", "02:15"), ("ATL", "g", "05:00"), ("BOS", "h", "05:10"),
            ("b/c@d", "i", "05:20"),
        ];
        await Worker.ProduceAsync(string.Join('\n', clicks.Select(click =>
            $$"""{"key":"{{click.Key}}","value":"{{click.Value}}","timestamp":{{Ms(click.Time)}}}""")));
        await Worker.CatchUpAsync("clicks");
    }

    public ValueTask DisposeAsync() => Worker.DisposeAsync();

    private static long Ms(string time) =>
        new DateTimeOffset(new DateOnly(2026, 11, 1), TimeOnly.Parse(time), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
