using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker that runs a topology written for Streamiz is killed with -9 at random, again and again, while flights come.
/// Streamiz' own state is then whatever it is: nobody reads it again.
/// </summary>
public abstract class StreamizKillTests(ITestOutputHelper output) : KillSite
{
    /// <summary>Longest time that a worker takes flights.</summary>
    protected virtual int MostMilliseconds => 900;

    protected virtual int Kills => Lane.Choose(3, 30);

    [Fact]
    public async Task After_every_kill_the_rows_of_a_topology_of_Streamiz_are_those_of_all_its_flights()
    {
        Random random = Seed.Random(out _);
        using (ILog log = OpenLog())
        {
            StreamizFlights.CreateTopics(log);
        }

        int flights = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess worker = Start();
            await StreamizFlights.JudgeAsync(worker);
            using var killed = new CancellationTokenSource(random.Next(50, MostMilliseconds));
            using CancellationTokenRegistration die = killed.Token.Register(worker.Kill);
            while (await worker.TryProduceAsync("flights", StreamizFlights.Draw(random)))
            {
                flights += StreamizFlights.Batch;
            }
        }

        using WorkerProcess last = Start();
        long judged = await StreamizFlights.JudgeAsync(last);
        ReplayAnswer verified = await new ReplayDriver(last, StreamizFlights.Topology).VerifyAsync();

        output.WriteLine($"{Kills} kills, {flights} flights acknowledged, {judged} in the log");
        Assert.True(verified.Done().GetProperty("same").GetBoolean(), verified.Json.ToString());
        Assert.InRange(judged, Math.Max(flights, Kills * StreamizFlights.Batch), long.MaxValue);
    }

    private WorkerProcess Start() =>
        WorkerProcess.Start(DataDirectory, StreamizFlights.Assembly, bootstrap: Bootstrap);
}
