using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Drives a shadow: replays what is recorded, then follows, held back by its throttle. One thread.</summary>
internal sealed class ShadowLoop(
    VersionSite site, VersionRun run, IRunningVersion engine, TombstoneGuard tombstones, Func<IRunningVersion?> live)
{
    /// <summary>
    /// A shadow that has caught up takes several cuts at once: it need not be as quick as the live one.
    /// </summary>
    private static readonly TimeSpan FollowDistance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ImageDistance = TimeSpan.FromSeconds(1);

    private long _followedAt;

    public void Run(CancellationToken stop)
    {
        run.Progress.Begin(engine.RecordsProcessed);
        while (!stop.IsCancellationRequested)
        {
            long seen = site.Log.ChangeNumber;
            Task throttleChanged = run.Throttle.Changed;
            long started = site.Time.GetTimestamp();
            long before = engine.RecordsProcessed;
            tombstones.Require(engine);
            bool ran = engine.RunOnce();
            run.Progress.Add(engine.RecordsProcessed);
            if (ran)
            {
                site.Step(ReplaySteps.ReplayCommitted);
            }

            if (!ran || engine.IsCaughtUp)
            {
                tombstones.CaughtUp();
                CatchUp(stop);
            }

            TimeSpan throttled = run.Throttle.After(
                engine.RecordsProcessed - before, site.Time.GetElapsedTime(started), live()?.Latency);
            Wait(ran, seen, throttled, throttleChanged, stop);
            if (!ran)
            {
                tombstones.CaughtUp(); // However long it has waited: what there is now was written just now.
            }
        }
    }

    private void Wait(bool ran, long seen, TimeSpan throttled, Task throttleChanged, CancellationToken stop)
    {
        try
        {
            if (!ran)
            {
                site.Log.WaitForChangeAsync(seen, stop).GetAwaiter().GetResult();
            }

            TimeSpan wait = throttled > FollowDistance || !engine.IsCaughtUp ? throttled : FollowDistance;
            if (wait > TimeSpan.Zero)
            {
                // Another throttle counts from now on, however long the old one would have had it wait.
                using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
                Task.WhenAny(Task.Delay(wait, site.Time, over.Token), throttleChanged).GetAwaiter().GetResult();
                over.Cancel();
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop while it waited.
        }
    }

    /// <summary>All that is recorded is done: the images follow, and the first time the registry is told.</summary>
    private void CatchUp(CancellationToken stop)
    {
        bool isFirst = run.Record.State == VersionState.Replaying;
        if (!isFirst && site.Time.GetElapsedTime(_followedAt) < ImageDistance)
        {
            return;
        }

        if (!TakeGate(isFirst, stop))
        {
            return;
        }

        try
        {
            foreach (string topic in run.ImageTopics)
            {
                string image = VersionImages.ImageTopic(run.Record, topic);
                site.Images.OfShadow(run.Record, topic).Follow(site.Images.Ends(image));
                OutputImage said = site.Images.OfTopic(topic);
                said.Follow(site.Images.Ends(topic));
                said.Digests(); // A cutover needs them, and what differs: both are kept from now on.
                site.Images.DifferencesOf(run.Record, topic).Refresh(searches: true);
            }
        }
        finally
        {
            site.Images.Gate.Release();
        }

        _followedAt = site.Time.GetTimestamp();
        if (isFirst)
        {
            site.Step(ReplaySteps.ReplayFollowed);
            run.Update(record => record.State == VersionState.Replaying
                ? record with { State = VersionState.CaughtUp } : null);
            site.Step(ReplaySteps.ReplayCaughtUp);
        }
    }

    /// <summary>
    /// Who compares follows the images himself, so that a turn may be left out; but not the first one, on which no
    /// other need follow. Nobody compares a version before it has caught up, so whoever has the gate does not wait
    /// for this one.
    /// </summary>
    private bool TakeGate(bool isFirst, CancellationToken stop)
    {
        try
        {
            if (isFirst)
            {
                site.Images.Gate.Wait(stop);
                return true;
            }

            return site.Images.Gate.Wait(0, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
