using System.Collections.Concurrent;

namespace Kappa.Worker;

/// <summary>The last comparison of each topology. Thread-safe.</summary>
internal sealed class DiffBook
{
    private readonly ConcurrentDictionary<string, LastDiff> _last = new(StringComparer.Ordinal);

    public IReadOnlyList<LastDiff> All => [.. _last.Values.OrderBy(diff => diff.Topology, StringComparer.Ordinal)];

    public void Note(LastDiff diff) => _last[diff.Topology] = diff;
}
