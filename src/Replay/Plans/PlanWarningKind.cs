namespace Kappa.Replay;

/// <summary>What a warning of a plan is about.</summary>
public enum PlanWarningKind
{
    /// <summary>The oldest records of a source are gone.</summary>
    FrontMissing,

    /// <summary>A source keeps only the last record of each key, and operators look at every record.</summary>
    Compacted,

    /// <summary>
    /// The replay of a compacted source may take longer than its tombstones are kept: deleted keys could come back.
    /// </summary>
    Tombstones,

    /// <summary>Records of a source may be deleted before the replay has read them.</summary>
    Retention,

    /// <summary>A source is the output of another topology, which has switched versions.</summary>
    SourceCutover,

    /// <summary>Recorded cuts are lost: the replay makes its own, so results may differ from the live run.</summary>
    CutsLost,

    /// <summary>The disk may be too small.</summary>
    DiskSpace,

    /// <summary>The sample stopped on an error, as the replay would.</summary>
    SampleFailed,
}
