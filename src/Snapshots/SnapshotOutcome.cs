using System.Text.Json.Serialization;

namespace Kappa.Snapshots;

/// <summary>What became of a snapshot.</summary>
public enum SnapshotOutcome
{
    /// <summary>Its changes are in the topic.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>They were there already: it was applied before. Nothing was written.</summary>
    [JsonStringEnumMemberName("already-applied")]
    AlreadyApplied,

    /// <summary>It was a rehearsal. Nothing was written.</summary>
    [JsonStringEnumMemberName("dry-run")]
    DryRun,
}
