using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Makes a full dump of a table to the changes that it is, and writes them to a topic.</summary>
/// <remarks>
/// One call at a time. Read, check and compare first, the transaction last (docs/protocols.md 28): what is wrong with
/// a dump is found before anything is written, and readers see all of a snapshot or nothing of it.
/// </remarks>
public sealed class SnapshotApply
{
    private const int MostAttempts = 10;

    private static readonly TimeSpan AttemptPause = TimeSpan.FromSeconds(1);

    private readonly ILog _log;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly Action<string> _notice;

    /// <summary>Prepares for a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="directory">Where the images of topics are: a folder each, made where it does not exist.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notice">Told in a sentence where something was mended or has to be done again.</param>
    public SnapshotApply(ILog log, string directory, TimeProvider time, Action<string>? notice = null) =>
        (_log, _directory, _time, _notice) = (log, directory, time, notice ?? (_ => { }));

    /// <summary>Told how far a snapshot is, on the thread that does the work; null for nobody.</summary>
    public Action<SnapshotStep>? Progress { get; init; }

    /// <summary>Opens its stores, which share memory with others; null for memory of their own.</summary>
    internal IStateBackends? Backends { get; init; }

    /// <summary>Called when all is compared, before the transaction begins; for tests.</summary>
    internal Action? BeforeWriting { get; init; }

    /// <summary>Called when the transaction has all records, before it is committed; for tests.</summary>
    internal Action? BeforeCommit { get; init; }

    /// <summary>Applies a snapshot.</summary>
    /// <param name="topic">The topic; it keeps all its records.</param>
    /// <param name="source">The dump.</param>
    /// <param name="options">The key, and what is allowed.</param>
    /// <param name="cancellationToken">Ends it before the transaction begins; nothing is written then.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="KappaException">
    /// KAP2103 (exit 3): there is no such topic. KAP8001 to KAP8016: the dump, the topic or an option is not as it has
    /// to be; the message says what and which way out there is, and nothing was written. KAP2503 (exit 7): the cluster
    /// did not answer, and whether the snapshot is written is not known: apply it again, it is then written once.
    /// </exception>
    public async Task<SnapshotResult> RunAsync(
        string topic, ISnapshotSource source, SnapshotOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        TopicDescription description = SnapshotTopic.Require(_log, topic);
        DateTimeOffset now = _time.GetUtcNow(); // Before the first row is read: whatever changes from here on is newer.
        long timeMs = (options.Started ?? now).ToUnixTimeMilliseconds();
        string id = options.Id ?? SnapshotId.Of(timeMs);
        IReadOnlyList<SnapshotManifest> earlier = ManifestTopic.Read(_log, description);
        SnapshotChecks.BeforeReading(description, id, options, earlier);
        SnapshotChecks.OfStart(description, options, now, earlier);

        string directory = Path.Combine(_directory, topic);
        using StateMemory? own = Backends is null ? new StateMemory(new StateOptions()) : null;
        var report = new StepReport(Progress);
        using var image = TopicImage.Open(
            _log, description, Path.Combine(directory, "image"), Backends ?? own!, _notice, report);
        using var spool = new RowSpool(Path.Combine(directory, "spool"), options.SpoolBytes);
        image.Follow(SnapshotPhase.CatchingUp, cancellationToken);
        SnapshotManifest? last = earlier is [.., var applied] ? applied : null;
        if (last is not null && last.IsLast(image.Offsets) && last.Digest != RowHash.TextOf(image.Index.Digest))
        {
            image.Rebuild("its rows are not those of the last snapshot");
            image.Follow(SnapshotPhase.CatchingUp, cancellationToken);
        }

        report.Begin(SnapshotPhase.Reading, 0);
        image.BeginDump(spool);
        var matcher = new RowMatcher(image.Index, spool);
        var rows = new SnapshotRows(matcher, options, source, last);
        try
        {
            await source.ReadAsync(rows, cancellationToken).ConfigureAwait(false);
            matcher.End();
        }
        finally
        {
            matcher.Stop();
        }

        SnapshotChecks.AfterReading(description, rows, options, earlier);

        var snapshot = new Snapshot(
            description, id, timeMs, options, source, rows, spool, earlier, report, Path.Combine(directory, "changes"));
        for (int attempt = 1; ; attempt++)
        {
            long seen = _log.ChangeNumber;
            if (Try(snapshot, image, cancellationToken) is { } result)
            {
                return result;
            }

            if (attempt == MostAttempts)
            {
                throw SnapshotErrors.OthersWrite(topic, MostAttempts);
            }

            _notice($"Somebody else has written to {topic} meanwhile: the snapshot is compared again.");
            await PauseAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Compares with the topic as it is now, and writes.</summary>
    /// <returns>Null where somebody else wrote to the topic in between.</returns>
    private SnapshotResult? Try(Snapshot snapshot, TopicImage image, CancellationToken cancellationToken)
    {
        SnapshotOptions options = snapshot.Options;
        image.Follow(SnapshotPhase.CatchingUp, cancellationToken);
        Comparison comparison = CompareOrMend(snapshot, image, cancellationToken, out RowChanges changes);
        using RowChanges held = changes;
        bool isAgain = SnapshotChecks.AfterComparing(snapshot, comparison);
        SnapshotOutcome outcome = options.DryRun ? SnapshotOutcome.DryRun
            : isAgain ? SnapshotOutcome.AlreadyApplied : SnapshotOutcome.Applied;
        if (outcome == SnapshotOutcome.Applied)
        {
            BeforeWriting?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            if (!SnapshotWriter.TryWrite(_log, snapshot, comparison, changes, image.Offsets, BeforeCommit))
            {
                return null;
            }

            image.EndDump();
            image.Follow(SnapshotPhase.TakingIn, CancellationToken.None); // Else the next snapshot would.
            image.Settle();
        }

        return snapshot.ResultOf(comparison, outcome);
    }

    /// <summary>Compares; where the image has lost rows that count, it is built again first.</summary>
    private Comparison CompareOrMend(
        Snapshot snapshot, TopicImage image, CancellationToken cancellationToken, out RowChanges changes)
    {
        try
        {
            return Compare(snapshot, image, cancellationToken, out changes);
        }
        catch (KappaException error) when (error.Code == SnapshotErrors.ImageWrongCode)
        {
            image.RebuildRows("it has other rows than its index", cancellationToken);
            return Compare(snapshot, image, cancellationToken, out changes);
        }
    }

    private static Comparison Compare(
        Snapshot snapshot, TopicImage image, CancellationToken cancellationToken, out RowChanges changes)
    {
        string topic = snapshot.Topic.Name;
        using ISortedRows sorted = snapshot.Spool.Open();
        using IStateSnapshot view = image.OpenSnapshot();
        var unique = new UniqueRows(sorted, snapshot.Options.Duplicates, snapshot.Source, cancellationToken);
        changes = snapshot.NewChanges();
        try
        {
            var differences = new RowDifferences(topic, image.Index, changes, snapshot.Options, snapshot.Source);
            return new RowComparer(topic, unique, image.Index, view, differences, snapshot.Report)
                .Run(snapshot.Spool.Count);
        }
        catch
        {
            changes.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the log has moved on, at most a second.</summary>
    private async Task PauseAsync(long seen, CancellationToken cancellationToken)
    {
        try
        {
            await _log.WaitForChangeAsync(seen, cancellationToken)
                .WaitAsync(AttemptPause, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing new was seen: what stood in the way may be gone all the same.
        }
    }
}
