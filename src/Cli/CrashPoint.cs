using System.Diagnostics;
using System.Globalization;
using Kappa.Replay;
using Kappa.StateStores;

namespace Kappa.Cli;

/// <summary>
/// Kills this process with SIGKILL at a named step, for the tests that prove that every step can be repeated.
/// </summary>
internal static class CrashPoint
{
    /// <summary>
    /// What is told of steps: KAPPA_CRASH_AT names the one to die at, such as <c>cutover.begun</c>, or
    /// <c>cutover.chunk:3</c> for the third time.
    /// </summary>
    public static Action<string> Of(CliContext context)
    {
        if (context.Environment("KAPPA_CRASH_AT") is not { Length: > 0 } text)
        {
            return _ => { };
        }

        string[] parts = text.Split(':');
        int left = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
        return step =>
        {
            if (step == parts[0] && Interlocked.Decrement(ref left) == 0)
            {
                Die(context, step);
            }
        };
    }

    /// <summary>
    /// KAPPA_PUBLISHING_LIMITS makes the transactions of a cutover small: the most records of a whole difference, and
    /// of a chunk, such as <c>20,10</c>.
    /// </summary>
    public static PublishingLimits LimitsOf(CliContext context)
    {
        if (context.Environment("KAPPA_PUBLISHING_LIMITS") is not { Length: > 0 } text)
        {
            return PublishingLimits.Default;
        }

        int[] limits = [.. text.Split(',').Select(limit => int.Parse(limit, CultureInfo.InvariantCulture))];
        return PublishingLimits.Default with { AtomicRecords = limits[0], ChunkRecords = limits[1] };
    }

    /// <summary>
    /// KAPPA_STATE_BYTES bounds the memory of RocksDB, so that it writes files after megabytes rather than after
    /// hundreds of them.
    /// </summary>
    public static StateOptions StateOf(CliContext context) =>
        context.Environment("KAPPA_STATE_BYTES") is { Length: > 0 } text
            ? new StateOptions { BackendBytes = long.Parse(text, CultureInfo.InvariantCulture) }
            : new StateOptions();

    private static void Die(CliContext context, string step)
    {
        context.Error.WriteLine($"Killed at {step}, as KAPPA_CRASH_AT says.");
        context.Error.Flush();
        Process.GetCurrentProcess().Kill();
        new ManualResetEventSlim().Wait(); // Nothing more happens on this thread.
    }
}
