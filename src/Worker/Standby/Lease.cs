using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>
/// The one partition of a group of the cluster, which goes to one of its members: as long as that one lives, another
/// one knows it by having none.
/// </summary>
/// <remarks>
/// It tells who should run a topology, not who may: that is the fence of the transactions, which holds also where the
/// group is wrong. A member that is killed is gone after ten seconds, one that stops at once. Thread-safe.
/// </remarks>
internal sealed class Lease : IAsyncDisposable
{
    private static readonly TimeSpan JoinAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(3);

    private readonly ILog _log;
    private readonly string _group;
    private readonly string _topic;
    private readonly TimeProvider _time;
    private readonly Action<string>? _notice;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _holding;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _membership;
    private string? _told;
    private volatile TaskCompletionSource _held = NotHeld();

    /// <summary>Joins the group.</summary>
    /// <param name="log">The cluster.</param>
    /// <param name="group">The group.</param>
    /// <param name="topic">A topic with one partition.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notice">Is told why it cannot join; null for nobody.</param>
    public Lease(ILog log, string group, string topic, TimeProvider time, Action<string>? notice)
    {
        (_log, _group, _topic, _time, _notice) = (log, group, topic, time, notice);
        _holding = Task.Run(HoldAsync);
    }

    /// <summary>Completes when the partition is this member's; another one once it is not any more.</summary>
    public Task Held => _held.Task;

    /// <summary>Lets another member have it; this one joins again when that has happened.</summary>
    public void PassOn()
    {
        lock (_lock)
        {
            Lose();
            _membership?.Cancel();
        }
    }

    /// <summary>
    /// Leaves the group: the next member has it at once. A cluster that is away is not waited for; its group finds out.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _holding.WaitAsync(LeaveLimit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_holding.IsCompleted)
        {
            _stop.Dispose();
        }
    }

    private async Task HoldAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var membership = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Set(membership);
            try
            {
                using IGroupMember member = _log.Groups.Join(_group, [_topic]);
                while (true)
                {
                    GroupChange change = await member.NextAsync(membership.Token);
                    if (change.Kind == GroupChangeKind.Assigned)
                    {
                        _held.TrySetResult();
                    }
                    else
                    {
                        Lose();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                Lose(); // Passed on, or it ends.
            }
            catch (Exception error)
            {
                Lose(); // The cluster is away or refuses: it is asked again.
                Tell(error.Message);
            }

            Set(null);
            await Task.Delay(JoinAgain, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(string reason)
    {
        if (reason != _told)
        {
            _told = reason;
            _notice?.Invoke(
                $"Group '{_group}', which tells whether another worker is there, cannot be joined: {reason}");
        }
    }

    private void Lose() => _held = NotHeld();

    private static TaskCompletionSource NotHeld() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(CancellationTokenSource? membership)
    {
        lock (_lock)
        {
            _membership = membership;
        }
    }
}
