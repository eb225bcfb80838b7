using System.Text.Json;

namespace Kappa.Cli;

/// <summary>The waiting around a cutover or a rollback: before it and after it, within one time limit.</summary>
internal sealed class SwitchWait(TopologySession session, bool isWanted, TimeSpan? timeout)
{
    private readonly long _started = session.Context.Time.GetTimestamp();

    /// <summary>Waits until the version has caught up, if waiting is wanted.</summary>
    /// <param name="version">The version; null is the one that the worker takes for meant.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The version that has caught up; as it was given where nothing was waited for.</returns>
    public async Task<int?> UntilCaughtUpAsync(int? version, CancellationToken cancellationToken)
    {
        if (!isWanted)
        {
            return version;
        }

        try
        {
            return (await ForAsync(version, WaitGoal.CaughtUp, cancellationToken)).Version;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.Context.Error.WriteLineAsync("Nothing was switched; the replay goes on.");
            throw;
        }
    }

    /// <summary>Prints what was done, and waits until all is published, if waiting is wanted.</summary>
    public async Task<int> EndAsync(string answer, Remedy next, CancellationToken cancellationToken)
    {
        JsonElement result = JsonElement.Parse(answer);
        if (session.IsJson)
        {
            await session.Context.Out.WriteLineAsync(answer);
        }
        else
        {
            SwitchText.Write(session, result, next);
        }

        // What was done is said before the wait: it stays done, however the wait ends.
        if (isWanted && !SwitchText.IsOver(result))
        {
            await session.Context.Out.FlushAsync(cancellationToken);
            await ForAsync((int?)result.Count("to"), WaitGoal.Published, cancellationToken);
            await session.Context.Error.WriteLineAsync("All is published.");
        }

        return ExitCodes.Done;
    }

    private Task<ReplayStatus> ForAsync(int? version, WaitGoal goal, CancellationToken cancellationToken) =>
        ReplayWait.ForAsync(
            session, version, goal, timeout - session.Context.Time.GetElapsedTime(_started), cancellationToken);
}
