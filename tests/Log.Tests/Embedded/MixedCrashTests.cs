namespace Kappa.Logs.Tests;

/// <summary>
/// Crash images of histories that mix all operations of a log, against a model of it: hundreds of images, thousands in
/// CI, a million with KAPPA_LONG=1.
/// </summary>
public sealed class MixedCrashTests
{
    private static readonly string[] Operations =
    [
        "start", "commit", "group commit", "offsets of a group", "fencing", "topic creation", "topic deletion",
        "more partitions", "deletion of records", "cleaning", "recovery",
    ];

    [Fact]
    public async Task After_any_crash_the_log_is_in_a_state_that_was_possible_and_goes_on()
    {
        Seed.Random(out int seed);
        CrashTally tally = new();
        long images = Lane.IsLong ? 1_000_000 : 2_500;
        long history = -1;

        await Task.WhenAll(Enumerable.Range(0, Lane.IsLong ? Environment.ProcessorCount : 1).Select(_ => Task.Run(() =>
        {
            while (tally.Images < images && !tally.HasFailed && !IsSample(tally))
            {
                tally.Try(() => new MixedRun(Crash.Derive(seed, Interlocked.Increment(ref history)), tally).Run());
            }
        })));

        TestContext.Current.TestOutputHelper?.WriteLine(tally.Report());
        Assert.All(Operations, operation => Assert.True(tally.Of($"operation: {operation}") > 0, operation));
    }

    /// <summary>Whether there is enough of it for a sample: hundreds of images, and each operation.</summary>
    private static bool IsSample(CrashTally tally) => !Campaign.IsWhole && tally.Images >= 300 &&
        Operations.All(operation => tally.Of($"operation: {operation}") > 0);
}
