using System.Collections.Immutable;

namespace Kappa.Replay.Tests;

/// <summary>What a foreign version has committed.</summary>
internal sealed record ForeignState(
    Cut Cut, ImmutableArray<long> Ends, ImmutableSortedDictionary<string, string> Rows, long Records)
{
    public static ForeignState Empty { get; } = new(
        Cut.Zero, [.. new long[VersionsFixture.Partitions]],
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), 0);
}
