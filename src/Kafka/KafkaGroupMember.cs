namespace Kappa.Kafka;

/// <summary>A member of a group of a Kafka cluster.</summary>
/// <remarks>
/// A thread of its own polls the client, so the group does not take the member for dead while its owner works. What
/// is assigned or lost is taken up at once; what is revoked when the owner calls <see cref="NextAsync"/> after he was
/// told. Meanwhile nobody has it; where the group changes again, it waits for him no longer than
/// <c>max.poll.interval.ms</c> (5 minutes unless set), and then all his partitions are lost.
/// </remarks>
internal sealed class KafkaGroupMember : IGroupMember
{
    private const int PollMs = 500;

    private readonly GroupClient _client;
    private readonly KafkaProperties _properties;
    private readonly TimeSpan _leaveLimit;
    private readonly Lock _lock = new();
    private readonly SortedSet<TopicPartition> _owned = new(PartitionOrder.Instance);
    private readonly Queue<GroupChange> _changes = new();
    private readonly Thread _thread;
    private TaskCompletionSource<GroupChange>? _waiter;
    private GroupChange? _revoked; // Handed out or about to be; not taken up yet.
    private nint _revokedEvent;
    private bool _revokedIsKnown; // To the owner.
    private Exception? _failure;

    public KafkaGroupMember(KafkaProperties properties, string group, IEnumerable<string> topics)
    {
        (Group, _properties) = (group, properties);
        _leaveLimit = TimeSpan.FromSeconds(Math.Min(properties.Options.Timeout.TotalSeconds, 5));
        _client = new GroupClient(properties, group, topics);
        _thread = new Thread(Serve) { IsBackground = true, Name = $"kappa group {group}" };
        _thread.Start();
    }

    public string Group { get; }

    public IReadOnlyList<TopicPartition> Assigned
    {
        get
        {
            lock (_lock)
            {
                return [.. _owned];
            }
        }
    }

    public async Task<GroupChange> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<GroupChange> next = Next();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) => Cancel(token), null);
        return await next.ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_failure is ObjectDisposedException)
            {
                return;
            }

            Fail_NeedsLock(new ObjectDisposedException(nameof(IGroupMember)));
        }

        _client.Wake();
        _thread.Join();
        _client.Dispose();
    }

    private Task<GroupChange> Next()
    {
        lock (_lock)
        {
            if (_waiter is not null)
            {
                throw new InvalidOperationException("The member waits for its next change already.");
            }

            if (_revokedIsKnown)
            {
                TakeUpRevoked_NeedsLock();
            }

            if (_failure is not null)
            {
                return Task.FromException<GroupChange>(_failure);
            }

            _waiter = new TaskCompletionSource<GroupChange>(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<GroupChange> next = _waiter.Task;
            HandOut_NeedsLock();
            return next;
        }
    }

    private void Cancel(CancellationToken token)
    {
        lock (_lock)
        {
            _waiter?.TrySetCanceled(token);
            _waiter = null;
        }
    }

    private void HandOut_NeedsLock()
    {
        if (_waiter is null || !_changes.TryDequeue(out GroupChange? change))
        {
            return;
        }

        if (change.Kind == GroupChangeKind.Assigned)
        {
            _owned.UnionWith(change.Partitions);
        }
        else if (change.Kind == GroupChangeKind.Lost)
        {
            _owned.ExceptWith(change.Partitions);
        }
        else
        {
            _revokedIsKnown = true;
        }

        _waiter.SetResult(change);
        _waiter = null;
    }

    private void TakeUpRevoked_NeedsLock()
    {
        if (_revokedEvent != 0)
        {
            _owned.ExceptWith(_revoked!.Partitions);
            _client.Acknowledge(_revokedEvent, GroupChangeKind.Revoked);
            RdKafka.EventDestroy(_revokedEvent);
            (_revokedEvent, _revoked, _revokedIsKnown) = (0, null, false);
        }
    }

    private void Fail_NeedsLock(Exception reason)
    {
        _failure = reason;
        _changes.Clear();
        _waiter?.TrySetException(reason);
        _waiter = null;
    }

    /// <summary>The member's thread.</summary>
    private void Serve()
    {
        while (true)
        {
            nint happened = _client.Poll(PollMs);
            lock (_lock)
            {
                if (happened != 0)
                {
                    Take_NeedsLock(happened);
                }

                if (_failure is not null)
                {
                    TakeUpRevoked_NeedsLock();
                    break;
                }
            }
        }

        Leave();
    }

    private void Take_NeedsLock(nint happened)
    {
        int type = RdKafka.EventType(happened);
        if (type == RdKafkaEvents.Rebalance)
        {
            GroupChange change = _client.Read(happened);
            if (change.Kind == GroupChangeKind.Revoked && change.Partitions.Count > 0 && _failure is null)
            {
                TakeUpRevoked_NeedsLock(); // There is none: the group waits for the last one.
                (_revokedEvent, _revoked) = (happened, change);
                happened = 0;
            }
            else
            {
                _client.Acknowledge(happened, change.Kind);
            }

            if (change.Partitions.Count > 0 && _failure is null)
            {
                _changes.Enqueue(change);
                HandOut_NeedsLock();
            }
        }
        else if (type == RdKafkaEvents.Error && _failure is null
            && MembershipErrors.Of(happened, Group, _properties) is { } error)
        {
            Fail_NeedsLock(error);
        }

        if (happened != 0)
        {
            RdKafka.EventDestroy(happened);
        }
    }

    /// <summary>Leaves the group, so that it need not wait for the session to end.</summary>
    private void Leave()
    {
        _client.BeginLeave();
        long limit = Environment.TickCount64 + (long)_leaveLimit.TotalMilliseconds;
        while (!_client.HasLeft && Environment.TickCount64 < limit)
        {
            nint happened = _client.Poll(20);
            if (happened != 0)
            {
                lock (_lock)
                {
                    Take_NeedsLock(happened);
                }
            }
        }
    }
}
