using System.Collections.Immutable;

namespace Kappa.Logs.Tests;

/// <summary>What a partition was given, in a model of it that knows no segments.</summary>
internal sealed record WrittenPartition(ImmutableList<WrittenRecord> Records, long Earliest, long Next)
{
    public static WrittenPartition Empty { get; } = new([], 0, 0);
}
