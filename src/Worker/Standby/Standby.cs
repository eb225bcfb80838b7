using System.Collections.Concurrent;
using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>
/// Several workers may be given a topology of a cluster; one runs it, and the others wait until that one is gone.
/// </summary>
/// <remarks>
/// The registry says who has run it last. That one goes on at once when it starts again; another one waits for the
/// lease, which the last one holds while it lives. Thread-safe.
/// </remarks>
/// <param name="log">The cluster.</param>
/// <param name="registry">The registry.</param>
/// <param name="self">This worker.</param>
/// <param name="takesOver">Whether it waits for nobody.</param>
/// <param name="time">The clock.</param>
/// <param name="notice">Is told what an operator should know; null for nobody.</param>
internal sealed class Standby(
    ILog log, VersionRegistry registry, WorkerIdentity self, bool takesOver, TimeProvider time, Action<string>? notice)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lease> _leases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _awaited = new(StringComparer.Ordinal);

    /// <summary>Takes a topology, unless another worker has it.</summary>
    /// <exception cref="KappaException">KAP5227 (exit 5): another one runs it; this one waits.</exception>
    public void Take(string topology)
    {
        registry.Refresh();
        Lease lease = LeaseOf(topology);
        if (registry.WorkerOf(topology) is { } last && last.Worker != self.Id && !takesOver && !IsGone(last, lease))
        {
            throw WorkerErrors.StandsBy(last);
        }

        registry.Write(new WorkerRecord
        {
            Topology = topology,
            Worker = self.Id,
            Machine = self.Machine,
            Directory = self.Directory,
        });
    }

    /// <summary>Completes when a topology that waits can be taken, as far as the group knows.</summary>
    public Task Due(string topology) => LeaseOf(topology).Held;

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_leases.Values.Select(lease => lease.DisposeAsync().AsTask()));

    /// <summary>
    /// Whether the last worker is gone: it has let the lease go, and has not started again since this one waits.
    /// </summary>
    private bool IsGone(WorkerRecord last, Lease lease)
    {
        bool isHeld = lease.Held.IsCompleted;
        if (isHeld && _awaited.GetValueOrDefault(last.Topology) == last.At)
        {
            return true;
        }

        _awaited[last.Topology] = last.At;
        if (isHeld)
        {
            lease.PassOn(); // The last one's, which was killed and has come back.
        }

        return false;
    }

    private Lease LeaseOf(string topology) => _leases.GetOrAdd(
        topology, name => new Lease(log, $"{name}.workers", VersionRegistry.Topic, time, notice));
}
