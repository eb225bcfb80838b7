namespace Kappa.Logs.Tests;

/// <summary>A member of a group that goes on by itself, and what it has at the moment.</summary>
internal sealed class FollowedMember : IAsyncDisposable
{
    private readonly IGroupMember _member;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly HashSet<TopicPartition> _partitions = [];
    private readonly Task _following;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FollowedMember(ILogGroups groups, string group, params string[] topics)
    {
        _member = groups.Join(group, topics);
        _following = FollowAsync();
    }

    public IGroupMember Member => _member;

    public IReadOnlyCollection<TopicPartition> Partitions
    {
        get
        {
            lock (_lock)
            {
                return [.. _partitions];
            }
        }
    }

    /// <summary>
    /// Waits until all members together, each its own, have as many partitions, in shares of this size.
    /// </summary>
    public static async Task WaitAsync(
        TimeSpan limit, Func<IReadOnlyList<IReadOnlyCollection<TopicPartition>>, bool> holds,
        params FollowedMember[] members)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        late.CancelAfter(limit);
        while (true)
        {
            Task changed = Task.WhenAny(members.Select(member => member.Changed()));
            IReadOnlyList<IReadOnlyCollection<TopicPartition>> shares = [.. members.Select(member =>
                member.Partitions)];
            if (holds(shares))
            {
                return;
            }

            try
            {
                await changed.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail("shares: " + string.Join(" | ", shares.Select(share => string.Join(' ', share))));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _following);
        _member.Dispose();
        _ended.Dispose();
    }

    private Task Changed()
    {
        lock (_lock)
        {
            return _changed.Task;
        }
    }

    private async Task FollowAsync()
    {
        await Task.Yield();
        while (true)
        {
            GroupChange change = await _member.NextAsync(_ended.Token);
            TaskCompletionSource changed;
            lock (_lock)
            {
                if (change.Kind == GroupChangeKind.Assigned)
                {
                    Assert.DoesNotContain(change.Partitions, _partitions.Contains);
                    _partitions.UnionWith(change.Partitions);
                }
                else
                {
                    Assert.All(change.Partitions, partition => Assert.Contains(partition, _partitions));
                    _partitions.ExceptWith(change.Partitions);
                }

                changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.SetResult();
        }
    }
}
