using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Runs topologies over a log as it likes: with any slices, runs, threads and restarts.</summary>
/// <param name="random">Decides.</param>
/// <param name="time">The clock of cuts; null for the system's.</param>
internal sealed class BacklogEngines(Random random, TimeProvider? time = null)
{
    private static readonly int[] Slices = [1, 2, 7, 100, 65_536];
    private static readonly int[] Runs = [20, 100, 1_000, 1_000_000];

    /// <summary>Processes all that is there, with some restarts, and makes the cuts.</summary>
    /// <returns>What it has come to.</returns>
    public string[] RunLive(Topology topology, ILog log, string prefix = "") => Run(
        topology, log, prefix, () => Any() with { Role = new LiveRole { OutputPrefix = prefix } });

    /// <summary>Follows the recorded cuts as another instance, with some restarts.</summary>
    /// <returns>What it has come to.</returns>
    public string[] Follow(Topology topology, ILog log, string prefix, int instance = 2) => Run(
        topology, log, prefix, () => Any() with
        {
            Role = new CopyRole(prefix),
            Instance = instance,
            Cuts = new() { OutOfPlace = TimeSpan.FromHours(random.Next(3) * 20) }, // What is out of place is recorded.
        });

    /// <summary>Settings that are to change nothing.</summary>
    public EngineSettings Any() => new()
    {
        Limits = new()
        {
            SliceRecords = Slices[random.Next(Slices.Length)],
            RunRecords = Runs[random.Next(Runs.Length)],
            RunBytes = random.Next(4) == 0 ? random.Next(500, 50_000) : 256L << 20,
            SliceBytes = random.Next(4) == 0 ? random.Next(1, 2_000) : 16L << 20,
            SealedCuts = random.Next(2) == 0 ? 5 : 4_096,
            InlineRecords = random.Next(2) * 2_000,
            PassedOnRecords = random.Next(2) == 0 ? 65_536 : random.Next(1, 200),
        },
        Seams = new()
        {
            RunLimit = random.Next(3) == 0 ? () => random.Next(20, 500) : null,
            Time = time ?? TimeProvider.System,
            Scheduler = random.Next(2) == 0 ? new SeededPhaseScheduler(new Random(random.Next())) : null,
        },
        Threads = random.Next(1, 5),
    };

    private string[] Run(Topology topology, ILog log, string prefix, Func<EngineSettings> anySettings)
    {
        for (int opened = 0; ; opened++)
        {
            EngineSettings settings = anySettings();
            using StreamEngine engine = StreamEngine.Open(topology, log, settings);
            for (int runs = opened < 2 && random.Next(3) == 0 ? random.Next(1, 4) : int.MaxValue; runs > 0; runs--)
            {
                if (!engine.RunOnce())
                {
                    return BacklogLines.Of(engine, log, prefix);
                }
            }
        }
    }
}
