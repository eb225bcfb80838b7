using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// A version that runs live step by step, in slices and runs of random sizes, and is opened anew now and then over the
/// state that is on disk; and its replay beside it.
/// </summary>
internal static class RestartedRun
{
    /// <summary>Runs live.</summary>
    /// <param name="log">The log.</param>
    /// <param name="build">Describes the topology.</param>
    /// <param name="random">Decides sizes and restarts.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="feed">What comes before each step.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The stores in the end.</returns>
    public static string Live(
        EmbeddedLog log, Func<Topology> build, Random random, int steps, Action feed, TimeProvider? time = null)
    {
        using var directory = new TemporaryDirectory();
        StreamEngine engine = Open();
        for (int step = 0; step < steps; step++)
        {
            feed();
            if (random.Next(7) == 0)
            {
                engine.Dispose();
                engine = Open();
            }

            engine.RunToEnd();
        }

        string stores = Observed.Stores(engine);
        engine.Dispose();
        return stores;

        StreamEngine Open() => StreamEngine.Open(build(), log, new EngineSettings
        {
            State = DiskState.In(directory.Path),
            Seams = new() { Time = time ?? TimeProvider.System },
            Limits = new() { CacheBytes = 1 << 20, SliceRecords = random.Next(1, 10), RunRecords = random.Next(1, 20) },
        });
    }

    /// <summary>Replays it, with other runs and threads; outputs go to <c>again.TOPIC</c>.</summary>
    /// <returns>The stores in the end.</returns>
    public static string Replay(EmbeddedLog log, Func<Topology> build, Random random)
    {
        using StreamEngine replay = StreamEngine.Open(build(), log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("again."),
            Limits = new()
            {
                RunRecords = random.Next(1, 400),
                InlineRecords = 0,
                PassedOnRecords = random.Next(1, 100),
            },
            Threads = random.Next(1, 4),
        });
        replay.RunToEnd();
        return Observed.Stores(replay);
    }
}
