using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Stops a shadow that reads a compacted source too late: a key whose tombstone is gone by then would come back.
/// </summary>
/// <remarks>
/// A tombstone that deletes a key which was read before stays for the topic's retention from then on, and no less from
/// when it was written. So what is unread must be younger than that, or the replay itself. One thread.
/// </remarks>
internal sealed class TombstoneGuard
{
    /// <summary>Who is opened needs time for what is unread (protocols.md 17).</summary>
    private const double OpenShare = 0.5;

    /// <summary>Of a run in progress nobody knows how long it takes.</summary>
    private const double RunShare = 0.9;

    private readonly VersionSite _site;
    private readonly VersionRecord _record;
    private readonly TopicDescription[] _compacted;
    private DateTimeOffset _fresh; // All that is unread was written after it, or read again from the beginning.

    /// <summary>Looks at a version that is to be opened.</summary>
    /// <param name="site">What the versions share.</param>
    /// <param name="record">The version.</param>
    /// <param name="topology">Its topology.</param>
    /// <exception cref="KappaException">KAP4029 (exit 78): it has stood for too long.</exception>
    public TombstoneGuard(VersionSite site, VersionRecord record, Topology topology)
    {
        (_site, _record) = (site, record);
        _compacted = [.. topology.Graph.SourceTopics.Select(site.Log.Find).OfType<TopicDescription>()
            .Where(topic => topic.Cleanup == CleanupPolicy.Compact)];
        _fresh = record.StartedAt ?? DateTimeOffset.MinValue;
        if (FindLate(OpenShare) is not null)
        {
            Refresh(FirstUnread(), OpenShare);
        }
    }

    /// <summary>All that is recorded is read.</summary>
    public void CaughtUp() => _fresh = _site.Time.GetUtcNow();

    /// <summary>Checks before a run.</summary>
    /// <exception cref="KappaException">KAP4029 (exit 78): the run would come too late.</exception>
    public void Require(IRunningVersion engine)
    {
        if (FindLate(RunShare) is not null)
        {
            // What comes behind a cut was taken up after it.
            Refresh(DateTimeOffset.FromUnixTimeMilliseconds(engine.Status.Cut.ClockMs), RunShare);
        }
    }

    private TopicDescription? FindLate(double share) => _compacted.FirstOrDefault(topic =>
        topic.MayLackTombstones(_fresh, _site.Time.GetUtcNow(), share));

    private void Refresh(DateTimeOffset fresh, double share)
    {
        _fresh = fresh > _fresh ? fresh : _fresh;
        if (FindLate(share) is { } late)
        {
            throw ReplayErrors.TombstonesGone(_record, late);
        }
    }

    /// <summary>When the first cut that is unread was made; now where there is none.</summary>
    private DateTimeOffset FirstUnread()
    {
        long last = _site.Runner.CommittedCut(_site.Log, _record.InstanceName)?.Number ?? 0;
        foreach (Cut cut in _site.Cuts.Read())
        {
            if (cut.Number > last)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(cut.ClockMs);
            }
        }

        return _site.Time.GetUtcNow();
    }
}
