using System.Runtime.CompilerServices;

namespace Kappa.Engine;

/// <summary>Where a record stands among those of its slice: what a task merges its inputs by.</summary>
/// <remarks>
/// What a record causes inherits its place, through any number of exchanges, so every task sees its records in the
/// order in which their causes were merged. Under ordering rule 1 only the timestamp is set, to the record's own.
/// </remarks>
/// <param name="timestampMs">Highest timestamp that its source partition showed in the slice, up to it.</param>
/// <param name="rank">Rank of the source partition.</param>
/// <param name="offset">Offset of the record in it.</param>
internal readonly struct Place(long timestampMs, int rank, long offset)
{
    /// <summary>Before every record of a slice: where timers stand.</summary>
    public static readonly Place SliceStart = new(long.MinValue, -1, -1);

    /// <summary>Behind every record of a slice.</summary>
    public static readonly Place SliceEnd = new(long.MaxValue, int.MaxValue, long.MaxValue);

    public readonly long TimestampMs = timestampMs;
    public readonly long Offset = offset;
    public readonly int Rank = rank;

    /// <summary>Whether it comes first; equal ones go by the order of the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(in Place other) =>
        TimestampMs != other.TimestampMs ? TimestampMs < other.TimestampMs
        : Rank != other.Rank ? Rank < other.Rank
        : Offset < other.Offset;
}
