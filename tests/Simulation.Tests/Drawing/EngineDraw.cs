using Kappa.Engine;

namespace Kappa.Simulation.Tests;

/// <summary>Draws how engines run: nothing of it may change a result.</summary>
internal sealed class EngineDraw(Random random, Machine machine, SimulatedClock clock)
{
    private static readonly int[] Slices = [1, 2, 7, 100, 65_536];
    private static readonly int[] Runs = [3, 20, 100, 1_000_000];

    private readonly bool _hasDisk = random.Next(2) == 0;
    private ClockDues _dues = new();

    /// <summary>Another process begins, which knows nothing of what was due.</summary>
    public void BeginProcess() => _dues = new ClockDues();

    /// <summary>Settings that are to change nothing.</summary>
    public EngineSettings Any()
    {
        // In the order in which seeds have always drawn them.
        var scheduler = new SeededPhaseScheduler(new Random(random.Next()));
        var limits = new EngineLimits
        {
            SliceRecords = Slices[random.Next(Slices.Length)],
            RunRecords = Runs[random.Next(Runs.Length)],
            RunBytes = random.Next(4) == 0 ? random.Next(500, 50_000) : 256L << 20,
            SliceBytes = random.Next(4) == 0 ? random.Next(1, 2_000) : 16L << 20,
            SealedCuts = random.Next(2) == 0 ? random.Next(1, 6) : 4_096,
        };
        Func<long>? runLimit = random.Next(3) == 0 ? () => 20 : null;
        return new EngineSettings
        {
            State = _hasDisk ? machine.State : null,
            Threads = 1,
            GroupOffsets = random.Next(3) == 0 ? TimeSpan.Zero : null,
            Limits = limits with
            {
                InlineRecords = random.Next(2) * 2_000,
                PassedOnRecords = Math.Max(1, limits.RunRecords / 4),
                CacheBytes = random.Next(2) == 0 ? 1 << 20 : 64 << 20,
            },
            Seams = new()
            {
                Files = machine.StateFiles,
                Time = clock,
                ClockDues = _dues,
                Scheduler = scheduler,
                RunLimit = runLimit,
                ChecksAllTotals = true,
            },
        };
    }
}
