namespace Kappa.Cli;

/// <summary>What a command waits for.</summary>
/// <param name="State">The state that the worker is asked to wait for.</param>
/// <param name="Name">The goal in words: the version is not ... yet.</param>
/// <param name="IsReached">Whether a status is what is waited for.</param>
internal sealed record WaitGoal(string State, string Name, Func<ReplayStatus, bool> IsReached)
{
    /// <summary>All of history is done; live and draining versions have that behind them.</summary>
    public static WaitGoal CaughtUp { get; } =
        new(ReplayStatus.CaughtUp, ReplayStatus.CaughtUp, status => status.HasCaughtUp);

    /// <summary>The version is live, and the topics say what it says.</summary>
    public static WaitGoal Published { get; } = new(
        ReplayStatus.Live, "live with all published", status => status.State == ReplayStatus.Live &&
            (status.Json.Field("cutover") is not { } cutover || SwitchText.IsOver(cutover)));
}
