namespace Kappa.Cli;

/// <summary>Waits for a state of a replay, and shows how far it is meanwhile.</summary>
internal static class ReplayWait
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until a version has come to something, or cannot come to it any more.</summary>
    /// <param name="session">The worker and the topology.</param>
    /// <param name="version">The version; null is the one that the worker takes for meant.</param>
    /// <param name="goal">What to wait for.</param>
    /// <param name="timeout">How long; null is without end.</param>
    /// <param name="cancellationToken">Ends the waiting; the replay goes on.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="KappaException">KAP7121 (exit 6): not in time. KAP7122 (exit 1): it has ended.</exception>
    public static async Task<ReplayStatus> ForAsync(
        TopologySession session, int? version, WaitGoal goal, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ReplayStatus status = await ReplayProgress.ShowAsync(
            session.Context, show => PollAsync(session, version, goal, timeout, show, cancellationToken));
        if (status.HasEnded)
        {
            var versions = new Remedy("see the versions", session.Command("version ls"));
            throw CliErrors.ReplayEnded(status, [versions, .. ReplayText.Next(session, status)]);
        }

        return goal.IsReached(status)
            ? status : throw CliErrors.WaitedInVain(status, goal.Name, timeout!.Value, WaysOn(session, status));
    }

    private static async Task<ReplayStatus> PollAsync(
        TopologySession session, int? version, WaitGoal goal, TimeSpan? timeout, Action<ReplayStatus> show,
        CancellationToken cancellationToken)
    {
        TimeProvider time = session.Context.Time;
        TimeSpan interval = session.Context.ErrorIsTerminal ? BarInterval : LineInterval;
        long started = time.GetTimestamp();
        ReplayStatus status = await session.StatusAsync(version, cancellationToken);
        show(status);
        while (!goal.IsReached(status) && !status.HasEnded)
        {
            TimeSpan left = timeout - time.GetElapsedTime(started) ?? interval;
            if (left <= TimeSpan.Zero)
            {
                return status;
            }

            TimeSpan step = left < interval ? left : interval;
            long asked = time.GetTimestamp();
            status = await session.StatusAsync(
                version, goal.State, (int)Math.Ceiling(step.TotalSeconds), cancellationToken);
            if (!goal.IsReached(status) && !status.HasEnded &&
                step - time.GetElapsedTime(asked) is var early && early > TimeSpan.Zero)
            {
                // The worker should have held the answer back; asking again at once would be a busy loop.
                await Task.Delay(early, time, cancellationToken);
            }

            show(status);
        }

        return status;
    }

    private static Remedy[] WaysOn(TopologySession session, ReplayStatus status)
    {
        var wait = new Remedy("wait on", session.Command("replay watch"));
        return status.State == ReplayStatus.Paused
            ? [new Remedy("let it go on", session.Command("replay resume")), wait] : [wait];
    }
}
