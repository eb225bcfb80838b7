using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>How far a worker is shown to be with a snapshot.</summary>
public sealed class WorkerPhasesTests : IDisposable
{
    private const string Path = "/running";

    private readonly StringWriter _error = new();
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _sent = new();
    private readonly TaskCompletionSource _answer = new();

    [Fact]
    public async Task Once_all_rows_are_sent_the_phases_of_the_worker_have_rate_and_remaining_time()
    {
        await using StubWorker stub = await StubWorker.StartAsync();
        stub.On(
            $"GET {Path}", """{"running":null}""", Step("reading", 0, 0), Step("comparing", 1000, 4000),
            Step("comparing", 3000, 4000), Step("taking-in", 10, 20), Step("taking-in", 15, 20));
        using WorkerClient worker = Client(stub.Address);
        Task showing = ShowAsync(worker);
        Assert.Empty(stub.Requests); // The reading has a bar of its own until then.

        _sent.SetResult();
        for (int asked = 0; asked < 6; asked++)
        {
            await _clock.NextWaitAsync();
            _clock.Advance(TimeSpan.FromSeconds(asked == 5 ? 0 : 10));
        }

        _answer.SetResult();
        await showing;
        Assert.Equal(
            ["phase=comparing records=3000 percent=75.0 rate=300 eta=3s",
                "phase=taking-in records=15 percent=75.0 rate=2 eta=3s"],
            _error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[line.IndexOf("phase", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task A_worker_that_does_not_say_how_far_it_is_ends_nothing()
    {
        await using StubWorker stub = await StubWorker.StartAsync();
        stub.OnProblem($"GET {Path}", 404, "KAP6201", ExitCodes.NotFound, "There is nothing.");
        using WorkerClient worker = Client(stub.Address);
        _sent.SetResult();
        Task showing = ShowAsync(worker);
        await _clock.NextWaitAsync();

        _answer.SetResult();

        await showing;
        Assert.Empty(_error.ToString());
    }

    public void Dispose() => _error.Dispose();

    private static string Step(string phase, long done, long all) =>
        $$$"""{"running":{"phase":"{{{phase}}}","done":{{{done}}},"all":{{{all}}}}}""";

    private static WorkerClient Client(string address) => new(
        new ListenAddress(address.Split(':')[0], int.Parse(address.Split(':')[1], null)), token: null);

    private Task ShowAsync(WorkerClient worker) => new WorkerPhases(worker, new CliContext
    {
        Out = TextWriter.Null,
        Error = _error,
        OpenInput = () => Stream.Null,
        Environment = _ => null,
        ErrorIsTerminal = false,
        Time = _clock,
    }, "t", Path).ShowAsync(_sent.Task, _answer.Task, TestContext.Current.CancellationToken);
}
