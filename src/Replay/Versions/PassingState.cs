using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// A state that passes has stopped a version: a broker is away, the outcome of a commit is not known, the disk is full.
/// Says when it may try again.
/// </summary>
/// <remarks>
/// Tries come 0.2 s apart, then twice as far each, up to 30 s; one that ran for a minute begins anew. What is new is
/// told at once, what goes on is told once a minute. One thread at a time.
/// </remarks>
/// <param name="site">What the versions share.</param>
/// <param name="name">The version, as it is told.</param>
internal sealed class PassingState(VersionSite site, string name)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private TimeSpan _wait = FirstWait;
    private long? _failedAt;
    private (string Code, long At)? _told;

    /// <summary>Whether an error says only that something is away for now.</summary>
    public static bool Is(Exception error) =>
        error is DiskFullException or KappaException { ExitCode: ExitCodes.Unreachable };

    /// <summary>Waits until the version may be opened again, and the log answers.</summary>
    /// <param name="error">What has stopped it.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The version is stopped.</exception>
    public async Task WaitAsync(Exception error, CancellationToken stop)
    {
        if (_failedAt is { } last && site.Time.GetElapsedTime(last) > Calm)
        {
            _wait = FirstWait;
        }

        while (true)
        {
            Tell(error);
            await Task.Delay(_wait, site.Time, stop);
            _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
            _failedAt = site.Time.GetTimestamp();
            try
            {
                // On a thread of its own: whoever stops the version does not wait for an answer that may not come.
                await Task.Run(() => site.Log.Offsets(site.Cuts.Partition), stop).WaitAsync(stop);
                return;
            }
            catch (KappaException again) when (Is(again))
            {
                error = again;
            }
        }
    }

    /// <summary>It is open again.</summary>
    public void IsOver()
    {
        _told = null;
        site.Settings.Seams.Notice?.Invoke($"{name} goes on from its last committed cut.");
    }

    private void Tell(Exception error)
    {
        string code = (error as KappaException)?.Code ?? "";
        if (_told is not { } told || told.Code != code || site.Time.GetElapsedTime(told.At) > Calm)
        {
            _told = (code, site.Time.GetTimestamp());
            string end = code.Length == 0 ? "" : $" [{code}]";
            site.Settings.Seams.Notice?.Invoke($"{error.Message} {name} goes on by itself when that is over.{end}");
        }
    }
}
