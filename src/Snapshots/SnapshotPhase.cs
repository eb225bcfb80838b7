using System.Text.Json.Serialization;

namespace Kappa.Snapshots;

/// <summary>What is being done with a dump.</summary>
public enum SnapshotPhase
{
    /// <summary>The table is brought to where the topic ends: after a start, or where others wrote.</summary>
    [JsonStringEnumMemberName("catching-up")]
    CatchingUp,

    /// <summary>The dump is read; how far that is, its source knows.</summary>
    [JsonStringEnumMemberName("reading")]
    Reading,

    /// <summary>Rows that are not as they were are compared with the table.</summary>
    [JsonStringEnumMemberName("comparing")]
    Comparing,

    /// <summary>What changed goes into the topic.</summary>
    [JsonStringEnumMemberName("writing")]
    Writing,

    /// <summary>What was written is taken into the table, so that the next dump finds it.</summary>
    [JsonStringEnumMemberName("taking-in")]
    TakingIn,

    /// <summary>The table is put into order on disk; how far that is, nobody knows.</summary>
    [JsonStringEnumMemberName("settling")]
    Settling,
}
