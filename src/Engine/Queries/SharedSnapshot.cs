using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// A snapshot of a task's state with a count of its users; the last one to let go frees it. Thread-safe.
/// </summary>
internal sealed class SharedSnapshot(IStateSnapshot snapshot)
{
    private int _users = 1;

    public IStateSnapshot Snapshot { get; } = snapshot;

    public void AddUser() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Snapshot.Dispose();
        }
    }
}
