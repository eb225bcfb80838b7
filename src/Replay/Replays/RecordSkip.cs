using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Notes by hand that a version passes over a record that it has stopped at.</summary>
/// <param name="log">The log.</param>
/// <param name="registry">Says which versions have stopped.</param>
/// <param name="runner">Says what they have committed.</param>
/// <param name="time">The clock that notes are stamped by.</param>
internal sealed class RecordSkip(ILog log, VersionRegistry registry, IVersionRunner runner, TimeProvider time)
{
    /// <summary>Notes it; the version reads that when it is opened next.</summary>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="request">The record.</param>
    /// <returns>The version that passes it over.</returns>
    /// <exception cref="KappaException">
    /// KAP4008 (exit 3): no such version. KAP4036 (exit 5): it has not stopped. KAP4037 (exit 3): it does not read the
    /// topic. KAP2103, KAP4039 (exit 3): no such partition, no such record. KAP4038 (exit 5): it is behind it already.
    /// After any of them nothing is noted.
    /// </exception>
    public VersionRecord Note(string topology, SkipRequest request)
    {
        VersionRecord version = Stopped(topology, request.Version);
        if (!version.Sources.Contains(request.Source.Topic))
        {
            throw ReplayErrors.NotASource(version, request.Source.Topic);
        }

        PartitionOffsets offsets = log.Offsets(request.Source);
        if (request.Offset < offsets.Earliest || request.Offset >= offsets.LastStable)
        {
            throw ReplayErrors.NoSuchRecord(request, offsets);
        }

        if (CommittedEnd(version, request.Source) is var committed && request.Offset < committed)
        {
            throw ReplayErrors.RecordDone(version, request, committed);
        }

        string by = request.By is { Length: > 0 } who ? $"by {who}" : "by hand";
        FailureLog.Note(
            log, topology,
            new FailureNote(
                version.Version, request.Source, request.Offset, "", FailureStage.Processing, "",
                request.Reason is { Length: > 0 } reason ? $"{by}: {reason}" : by),
            time);
        return version;
    }

    /// <summary>Notes it where no worker runs; the next one lets the version go on.</summary>
    /// <inheritdoc cref="Note"/>
    public VersionRecord NoteForNextStart(string topology, SkipRequest request)
    {
        VersionRecord version = Note(topology, request);
        return version.State == VersionState.Live ? version : registry.Update(
            topology, version.Version, record => ReplayLife.GoesOn(record, request.By, request.Reason)) ?? version;
    }

    /// <summary>An error has stopped it, and not the user, who resumes what is paused.</summary>
    private VersionRecord Stopped(string topology, int? number)
    {
        IReadOnlyList<VersionRecord> known = registry.Of(topology);
        if (known.Count == 0)
        {
            throw ReplayErrors.NotStopped(topology, null);
        }

        VersionRecord? version = number is null
            ? known.Where(HasStopped).OrderByDescending(record => record.State == VersionState.Live)
                .ThenByDescending(record => record.Version).FirstOrDefault()
            : known.FirstOrDefault(record => record.Version == number)
                ?? throw ReplayErrors.NoSuchVersion(topology, number.Value, known.Select(record => record.Version));
        return version is not null && HasStopped(version)
            ? version : throw ReplayErrors.NotStopped(topology, version);
    }

    private static bool HasStopped(VersionRecord record) => record.State == VersionState.Stopped
        || (record.State == VersionState.Live && record.Error is not null);

    /// <summary>The offset behind the last record of a partition that a version has committed.</summary>
    private long CommittedEnd(VersionRecord version, TopicPartition source)
    {
        long cut = runner.CommittedCut(log, version.InstanceName)?.Number ?? version.FromCut;
        return cut == 0 ? 0
            : runner.Cuts(log, version.Topology).EndsAt(cut)?.GetValueOrDefault(source) ?? 0;
    }
}
