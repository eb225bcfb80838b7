using System.Diagnostics;
using System.Globalization;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker is killed with -9 at a random instant of a random change of its versions, between the named steps as well
/// as at them, or of a replay, while a producer writes. After every kill one version is live and all rows are what the
/// log gives; in the end all commands still work.
/// </summary>
public sealed class ReplayRandomKillTests(ReplayDirectories directories, ITestOutputHelper output)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, TimeSpan> _durations = [];
    private readonly SortedDictionary<string, (int Inside, int Behind)> _kills = new(StringComparer.Ordinal);

    [Fact]
    public async Task Killed_at_any_instant_of_any_change_one_version_is_live_and_nothing_is_lost_or_doubled()
    {
        Random random = Seed.Random(out _);
        int kills = Kills();
        var time = Stopwatch.StartNew();
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.Live);
        var site = new ReplaySite(directory, directories.Assembly);
        for (int kill = 0; kill < kills; kill++)
        {
            using WorkerProcess worker = site.Start(Variables());
            var driver = new ReplayDriver(worker);
            string command = "judge";
            try
            {
                int live = await ReplayChecks.AllIsWellAsync(driver, producer);
                command = Choose(await driver.StatesAsync(), live, random);
                await DieAsync(command, driver, worker, producer, 3 - live, random);
            }
            catch (Exception error) when (error is not HttpRequestException)
            {
                output.WriteLine($"Kill {kill}, {command}: {worker.Errors}");
                throw;
            }
        }

        output.WriteLine(
            $"{kills} kills in {time.Elapsed.TotalSeconds:0} s, before and behind the answer: " +
            string.Join(", ", _kills.Select(pair => $"{pair.Key} {pair.Value.Inside} and {pair.Value.Behind}")));
        using WorkerProcess last = site.Start();
        await ReplayChecks.AllIsWellAsync(new ReplayDriver(last), producer);
        await ReplayChecks.TheWholeCycleWorksAsync(new ReplayDriver(last), producer);
        Assert.True(_kills.Values.Sum(kill => kill.Inside) >= kills / 4, "Too few kills fell into a change.");
    }

    private static int Kills() => int.TryParse(Environment.GetEnvironmentVariable("KAPPA_KILLS"), out int kills)
        ? kills
        : Lane.Choose(8, 500);

    /// <summary>A difference of more than 5 records goes out in chunks of 4.</summary>
    private static Dictionary<string, string> Variables() => new() { ["KAPPA_PUBLISHING_LIMITS"] = "5,4" };

    /// <summary>A command that the state of the other version allows.</summary>
    private static string Choose(Dictionary<int, string> states, int live, Random random)
    {
        string[] commands = states[3 - live] switch
        {
            "registered" or "aborted" or "retired" => ["start"],
            "replaying" => ["catch-up", "catch-up", "abort"],
            "caught-up" => ["cutover", "cutover", "diff", "abort"],
            "draining" => ["rollback", "rollback", "retire", "diff"],
            var state => throw new InvalidOperationException($"v{3 - live} is {state} beside v{live}."),
        };
        return commands[random.Next(commands.Length)];
    }

    /// <summary>Gives the command and kills: mostly within the time that it took before, else soon behind it.</summary>
    private async Task DieAsync(
        string command, ReplayDriver driver, WorkerProcess worker, ReplayProducer producer, int other, Random random)
    {
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(worker, stop.Token);
        TimeSpan usual = _durations.GetValueOrDefault(command, First);
        var time = Stopwatch.StartNew();
        Task running = RunAsync(command, driver, other);
        await Task.WhenAny(running, Task.Delay(usual * (1.2 * random.NextDouble())));
        bool isInside = !running.IsCompleted;
        await stop.CancelAsync();
        worker.Kill();
        await producing;
        (int inside, int behind) = _kills.GetValueOrDefault(command);
        _kills[command] = isInside ? (inside + 1, behind) : (inside, behind + 1);
        try
        {
            await running;
            _durations[command] = time.Elapsed;
        }
        catch (HttpRequestException)
        {
            // The worker died before it answered; it took longer than that.
            _durations[command] = 1.3 * (usual < time.Elapsed ? time.Elapsed : usual);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{command} of v{other}, killed {(isInside ? "in" : "behind")} it, {time.Elapsed.TotalMilliseconds:0} ms"));
    }

    private static async Task RunAsync(string command, ReplayDriver driver, int other)
    {
        switch (command)
        {
            case "start":
                (await driver.StartAsync(other)).Done();
                await driver.CaughtUpAsync(other);
                break;
            case "catch-up":
                await driver.CaughtUpAsync(other);
                break;
            case "abort":
                (await driver.AbortAsync()).Done();
                break;
            case "cutover":
                (await driver.CutoverAsync(other)).Done();
                break;
            case "rollback":
                (await driver.RollbackAsync()).Done();
                break;
            case "retire":
                (await driver.RetireAsync(other)).Done();
                break;
            default:
                (await driver.DiffAsync(1, 2)).Done();
                break;
        }
    }
}
