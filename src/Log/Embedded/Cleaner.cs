namespace Kappa.Logs;

/// <summary>Applies retention and compaction, in the background as long as a topic has one of them.</summary>
internal sealed class Cleaner(
    LogContext context, CommitQueue commits, RecordDeletion recordDeletion, Lock topicLock) : IDisposable
{
    private readonly Lock _passLock = new();
    private readonly CancellationTokenSource _ended = new();
    private volatile TopicTable? _topics;
    private ITimer? _timer;

    /// <summary>Takes over the topics that there are now.</summary>
    public void Follow(TopicTable topics)
    {
        _topics = topics;
        if (!topics.Ordered.Any(NeedsCleaning))
        {
            _timer?.Dispose();
            _timer = null;
        }
        else
        {
            TimeSpan interval = context.Options.CleanUpInterval;
            _timer ??= context.Time.CreateTimer(_ => RunInBackground(), null, interval, interval);
        }
    }

    /// <summary>Makes one pass over all topics; waits for one that is under way.</summary>
    public void Run()
    {
        lock (_passLock)
        {
            RunPass_NeedsLock();
        }
    }

    /// <summary>Ends a pass under way, and all later ones.</summary>
    public void Dispose()
    {
        lock (topicLock)
        {
            _timer?.Dispose();
        }

        _ended.Cancel();
        lock (_passLock)
        {
            _topics = null;
        }
    }

    private static bool NeedsCleaning(TopicDescription topic) => topic.Cleanup == CleanupPolicy.Compact ||
        topic.RetentionTime is not null || topic.RetentionBytes is not null;

    private void RunInBackground()
    {
        if (!_passLock.TryEnter())
        {
            return;
        }

        try
        {
            RunPass_NeedsLock();
        }
        catch (Exception error) when (error is KappaException or OperationCanceledException or ObjectDisposedException)
        {
            // An error of the disk has ended the log, and the next commit reports it. Damage is reported by who reads.
        }
        finally
        {
            _passLock.Exit();
        }
    }

    private void RunPass_NeedsLock()
    {
        commits.ThrowIfFailed();
        Compactor? compactor = null;
        KappaException? damage = null;
        TopicTable topics = _topics ?? throw new ObjectDisposedException(nameof(EmbeddedLog));
        CloseOldSegments(topics);
        foreach (TopicDescription topic in topics.Ordered.Where(NeedsCleaning))
        {
            foreach (PartitionLog log in topics.Partitions[topic.Name])
            {
                try
                {
                    if (topic.Cleanup == CleanupPolicy.Compact)
                    {
                        compactor ??= new Compactor(context, commits, _ended.Token);
                        compactor.Compact(log, topic.TombstoneRetention);
                    }
                    else
                    {
                        Expire(log, topic);
                    }
                }
                catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
                {
                    commits.ThrowIfFailed(); // Else records or the topic were deleted beside this pass.
                }
                catch (KappaException error)
                {
                    commits.ThrowIfFailed();
                    damage ??= error;
                }
            }
        }

        if (damage is not null)
        {
            throw damage;
        }
    }

    /// <summary>Closes segments that were begun long ago, so that retention and compaction can reach them.</summary>
    private void CloseOldSegments(TopicTable topics)
    {
        PartitionLog[] old = [.. topics.Ordered.Where(NeedsCleaning)
            .SelectMany(topic => topics.Partitions[topic.Name])
            .Where(log => log.IsLastSegmentOld)];
        if (old.Length > 0)
        {
            commits.Decide(
                (_, changed) =>
                {
                    foreach (PartitionLog log in old.Where(log => !log.IsDeleted))
                    {
                        log.Roll();
                        changed.Add(log, isSynced: true);
                    }
                },
                () => { });
        }
    }

    private void Expire(PartitionLog log, TopicDescription topic)
    {
        long firstKept = Retention.FirstKept(log, topic, context.Time.GetUtcNow());
        lock (topicLock)
        {
            if (!log.IsDeleted)
            {
                recordDeletion.Run([(log, firstKept)]);
            }
        }
    }
}
