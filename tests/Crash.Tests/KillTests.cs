using System.Diagnostics;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker is killed with -9 at random, again and again, while a producer writes. After every kill nothing that was
/// acknowledged is lost, nothing is there more often than it was sent, and what the worker says is what the log gives:
/// every byte of its stores, windows and what the clock caused among them. A flight that its code fails on leaves one
/// dead letter, and nothing else.
/// </summary>
public abstract class KillTests(ITestOutputHelper output) : KillSite
{
    private static readonly TimeSpan MostTimePerKill = TimeSpan.FromSeconds(180);

    /// <summary>Kills that must hit a worker at work.</summary>
    protected virtual int DefaultKills => Lane.Choose(6, 1_000);

    /// <summary>
    /// Whether a kill counts only where it leaves a batch without an answer; else it has committed something.
    /// </summary>
    protected virtual bool NeedsOpenBatch => true;

    /// <summary>Longest time from the first acknowledgement of a worker to its death.</summary>
    protected virtual int MostMilliseconds => 800;

    /// <summary>One kill in so many is followed by one of the worker that starts again.</summary>
    protected virtual int KillsPerKillAtStart => 4;

    private int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("KAPPA_KILLS"), out int kills) ? kills : DefaultKills;

    [Fact]
    public async Task After_every_kill_no_batch_is_lost_or_doubled_and_all_rows_are_what_the_log_gives()
    {
        Random random = Seed.Random(out _);
        CreateTopics();
        FlightProducer producer = NewProducer();
        var judge = new RowJudge();
        HashSet<string> identities = [];
        var time = Stopwatch.StartNew();
        int kills = 0;
        int atStart = 0;
        // On a busy machine lives are short: until all that is to be judged has happened there are more of them.
        for (int life = 0; (kills < Kills || !HasSeenAll()) && time.Elapsed < MostTimePerKill * Kills; life++)
        {
            int unsure = producer.Unsure;
            int departures = judge.Departures;
            using (WorkerProcess worker = StartWorker())
            {
                await judge.JudgeAsync(worker, producer.Book);
                identities = identities.Count == 0 ? Identities() : identities;
                await DieAtWorkAsync(worker, producer, random);
            }

            atStart += random.Next(KillsPerKillAtStart) == 0 && await DieAtStartAsync(random) ? 1 : 0;
            bool counts = NeedsOpenBatch ? producer.Unsure > unsure : judge.Departures > departures;
            kills += counts && life > 0 ? 1 : 0;
        }

        output.WriteLine(
            $"{kills} kills at work counted, {atStart} at a start, {producer.AcknowledgedRecords} records " +
            $"acknowledged, {producer.Unsure} batches sent again, {judge.Departures} departures, {judge.Deletions} " +
            $"deletions, {judge.BadFlights} bad flights, {time.Elapsed.TotalSeconds:0} s");
        using (WorkerProcess worker = StartWorker())
        {
            await judge.JudgeAsync(worker, producer.Book);
            await new RowJudge().JudgeAsync(worker, producer.Book); // What was read before is there unchanged.
            ReplayAnswer verified = await new ReplayDriver(worker).VerifyAsync();
            Assert.True(verified.Done().GetProperty("same").GetBoolean(), verified.Json.ToString());
        }

        Assert.Equal(identities, Identities());
        Assert.True(kills >= Kills, $"Only {kills} of {Kills} kills hit a worker at work within {time.Elapsed}.");
        Assert.NotEqual(0, judge.Deletions);
        Assert.NotEqual(0, judge.BadFlights);

        bool HasSeenAll() => judge is { Deletions: > 0, BadFlights: > 0 };
    }

    private async Task DieAtWorkAsync(WorkerProcess worker, FlightProducer producer, Random random)
    {
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(worker, stop.Token);
        await producer.First;
        await Task.Delay(random.Next(MostMilliseconds));
        await stop.CancelAsync(); // The batch on its way is the last one: there is one copy of it or none.
        worker.Kill();
        await producing;
    }

    /// <returns>Whether it died before it was ready.</returns>
    private async Task<bool> DieAtStartAsync(Random random)
    {
        using WorkerProcess worker = WorkerProcess.Launch(DataDirectory, null, 1, null, Bootstrap);
        await Task.Delay(random.Next(100, 1_500));
        bool isReady = worker.IsReady;
        worker.Kill();
        return !isReady;
    }

    /// <summary>
    /// RocksDB names each database once, when it is made: the same names, and no state was ever wiped.
    /// </summary>
    private HashSet<string> Identities() =>
        [.. Directory.EnumerateFiles(Path.Combine(DataDirectory, "state"), "IDENTITY", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(DataDirectory, file)} {File.ReadAllText(file)}")];
}
