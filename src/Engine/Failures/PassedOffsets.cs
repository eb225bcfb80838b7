using System.Collections.Immutable;

namespace Kappa.Engine;

/// <summary>
/// The offsets of a partition that are passed over. Any thread: several tasks read a partition of a global table.
/// </summary>
internal sealed class PassedOffsets
{
    private ImmutableHashSet<long> _offsets = [];

    /// <summary>Whether a record is passed over; nearly always there is none.</summary>
    public bool Contains(long offset) =>
        Volatile.Read(ref _offsets) is { IsEmpty: false } offsets && offsets.Contains(offset);

    public void Add(long offset) =>
        ImmutableInterlocked.Update(ref _offsets, static (offsets, added) => offsets.Add(added), offset);
}
